// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** The sizes that operations ask for by their attributes, and by inputs that are constants. */
final class ConstantSizes {

	/** Values of one tensor, 1 GiB of float32. */
	private static final long MOST_VALUES = 1 << 28;
	private static final int LARGEST_SIDE = 1 << 14;
	/** Of windows, blocks and paddings. */
	private static final int LARGEST_WINDOW = 1 << 12;
	private static final int LARGEST_BLOCK = 64;
	private static final int MOST_COPIES = 1 << 20;
	private static final long LONGEST_RANGE = 1 << 24;
	/** Axes of what Einstein sums give. */
	private static final int MOST_LETTERS = 6;
	/** Values that tell a shape or paddings. */
	private static final int MOST_NUMBERS = 1 << 10;

	private final NodeDef node;
	private final Map<String, NodeDef> nodes;

	private ConstantSizes(NodeDef node, Map<String, NodeDef> nodes) {
		this.node = node;
		this.nodes = nodes;
	}

	/**
	 * Checks an operation.
	 *
	 * @param nodes all of its graph or function, by name
	 * @throws IOException where it asks for a size that is not needed to segment, in a sentence that tells it
	 */
	static void check(NodeDef node, Map<String, NodeDef> nodes) throws IOException {
		ConstantSizes sizes = new ConstantSizes(node, nodes);
		switch (node.getOp()) {
			case "Fill" -> sizes.shape(0, 0);
			case "BroadcastTo", "Reshape" -> sizes.shape(1, -1);
			case "Conv2DBackpropInput" -> sizes.shape(0, -1);
			case "Slice" -> sizes.shape(2, -1);
			case "Tile" -> sizes.product(1, 0, MOST_COPIES);
			case "Pad", "PadV2", "MirrorPad" -> sizes.each(1, 0, LARGEST_WINDOW);
			case "ResizeBilinear", "ResizeNearestNeighbor", "ResizeBicubic", "ResizeArea" ->
				sizes.each(1, 1, LARGEST_SIDE);
			case "SpaceToBatchND", "BatchToSpaceND" -> {
				sizes.each(1, 1, LARGEST_BLOCK);
				sizes.each(2, 0, LARGEST_WINDOW);
			}
			case "MaxPoolV2" -> {
				sizes.each(1, 1, LARGEST_WINDOW);
				sizes.each(2, 1, LARGEST_WINDOW);
			}
			case "MaxPool", "AvgPool" -> {
				sizes.attribute("ksize", 1, LARGEST_WINDOW);
				sizes.attribute("strides", 1, LARGEST_WINDOW);
			}
			case "Conv2D", "Conv3D", "DepthwiseConv2dNative" -> {
				sizes.attribute("strides", 1, LARGEST_WINDOW);
				sizes.attribute("dilations", 1, LARGEST_WINDOW);
			}
			case "DepthToSpace", "SpaceToDepth" -> sizes.attribute("block_size", 1, LARGEST_BLOCK);
			case "LRN" -> sizes.attribute("depth_radius", 0, LARGEST_WINDOW);
			case "Range" -> sizes.range();
			case "Einsum" -> sizes.einsum();
			default -> {
				// as large as its inputs, or the process that runs it tells
			}
		}
	}

	/** The number of values of a tensor of these sizes. */
	static long values(Collection<Long> sizes) throws IOException {
		if (sizes.size() > 254) throw new UnsafeModelException("has a tensor of " + sizes.size() + " axes");
		long values = 1;
		boolean isEmpty = false;
		for (long size : sizes) {
			if (size < 0) throw new UnsafeModelException("has a tensor of negative size (" + size + ")");
			isEmpty |= size == 0;
			if (size > MOST_VALUES || (values *= Math.max(1, size)) > MOST_VALUES) {
				throw new UnsafeModelException("has a tensor of shape " + sizes);
			}
		}
		return isEmpty ? 0 : values;
	}

	private IOException refused(Object size) {
		return new UnsafeModelException("asks " + node.getOp() + " for the size " + size);
	}

	/** A shape, of which one axis may be open. */
	private void shape(int input, long least) throws IOException {
		List<Number> numbers = numbers(input);
		if (numbers == null) return;
		List<Long> sizes = new ArrayList<>();
		for (Number number : numbers) {
			if (number.longValue() < least) throw refused(numbers);
			sizes.add(number.longValue() == -1 ? 1 : number.longValue());
		}
		values(sizes);
	}

	private void each(int input, long least, long most) throws IOException {
		List<Number> numbers = numbers(input);
		if (numbers == null) return;
		for (Number number : numbers) {
			if (number.longValue() < least || number.longValue() > most) throw refused(number);
		}
	}

	private void product(int input, long least, long most) throws IOException {
		each(input, least, most);
		List<Number> numbers = numbers(input);
		if (numbers == null) return;
		long product = 1;
		for (Number number : numbers) if ((product *= Math.max(1, number.longValue())) > most) throw refused(numbers);
	}

	private void attribute(String name, long least, long most) throws IOException {
		AttrValue value = node.getAttrMap().get(name);
		if (value == null) return;
		List<Long> numbers = value.hasList() ? value.getList().getIList() : List.of(value.getI());
		for (long number : numbers) if (number < least || number > most) throw refused(number);
	}

	private void range() throws IOException {
		double[] given = new double[3];
		for (int i = 0; i < given.length; i++) {
			List<Number> numbers = numbers(i);
			if (numbers == null || numbers.size() != 1) return;
			given[i] = numbers.get(0).doubleValue();
		}
		double length = Math.abs((given[1] - given[0]) / given[2]);
		if (!(length <= LONGEST_RANGE)) throw refused(length);
	}

	private void einsum() throws IOException {
		String equation = node.getAttrMap().containsKey("equation")
			? node.getAttrMap().get("equation").getS().toStringUtf8() : "";
		String result = equation.substring(equation.lastIndexOf('>') + 1).strip();
		if (equation.length() > LARGEST_BLOCK || result.length() > MOST_LETTERS) throw refused(equation);
	}

	/** An input's numbers; null where it is not a constant. */
	private List<Number> numbers(int input) throws IOException {
		if (node.getInputCount() <= input || node.getInput(input).startsWith("^")) return null;
		NodeDef constant = nodes.get(TensorName.node(node.getInput(input)));
		for (int i = 0; i < MOST_NUMBERS && constant != null && constant.getOp().equals("Identity"); i++) {
			constant = constant.getInputCount() == 0 ? null : nodes.get(TensorName.node(constant.getInput(0)));
		}
		if (constant == null || !constant.getOp().equals("Const")) return null;
		TensorProto tensor = constant.getAttrMap().getOrDefault("value", AttrValue.getDefaultInstance()).getTensor();
		List<Long> sizes = new ArrayList<>();
		for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) sizes.add(dim.getSize());
		long count = values(sizes);
		if (count > MOST_NUMBERS) throw refused(sizes);
		List<Number> numbers = given(tensor);
		if (numbers == null) return null;
		// A constant's last value stands for all that follow.
		while (numbers.size() < count) numbers.add(numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1));
		return numbers;
	}

	private static List<Number> given(TensorProto tensor) {
		boolean isStored = !tensor.getTensorContent().isEmpty();
		ByteBuffer content = tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
		List<Number> numbers = new ArrayList<>();
		DataType type = tensor.getDtype();
		int size = type == DataType.DT_INT64 || type == DataType.DT_DOUBLE ? Long.BYTES : Integer.BYTES;
		switch (type) {
			case DT_INT32 -> numbers.addAll(tensor.getIntValList());
			case DT_INT64 -> numbers.addAll(tensor.getInt64ValList());
			case DT_FLOAT -> numbers.addAll(tensor.getFloatValList());
			case DT_DOUBLE -> numbers.addAll(tensor.getDoubleValList());
			default -> {
				return null;
			}
		}
		if (!isStored) return numbers;
		numbers.clear();
		while (content.remaining() >= size) {
			numbers.add(switch (type) {
				case DT_INT32 -> content.getInt();
				case DT_INT64 -> content.getLong();
				case DT_FLOAT -> content.getFloat();
				default -> content.getDouble();
			});
		}
		return numbers;
	}
}
