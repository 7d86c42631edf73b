// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.StopGradient;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Gradients of a network, those of its convolutions by convolutions: where TensorFlow computes without oneDNN, its own
 * operations for them take up to three times as long. What lies between convolutions is left to TensorFlow.
 */
final class ConvolutionGradients {

	private static final List<Long> STEPS = List.of(1L, 1L, 1L, 1L);

	/**
	 * @param kernel its name
	 * @param isPadded whether {@code y} is as large as the map
	 * @param y the result, before a bias is added
	 * @param then names of the other weights between it and the next convolutions
	 */
	private record Convolution(String kernel, Operand<TFloat32> map, boolean isPadded, Operand<TFloat32> y,
		List<String> then) {}

	/**
	 * Where gradients are known: the loss, or a convolution's map.
	 *
	 * @param madeOf all operations between it and the convolutions before it
	 */
	private record End(Output<?> map, Output<?> gradient, Set<Operation> madeOf) {}

	private final Ops tf;
	private final Map<String, Variable<TFloat32>> variables;
	private final List<Convolution> convolutions = new ArrayList<>();

	/** @param variables by name; may be filled later */
	ConvolutionGradients(Ops tf, Map<String, Variable<TFloat32>> variables) {
		this.tf = tf;
		this.variables = variables;
	}

	/**
	 * The result of a convolution, beyond which TensorFlow does not look for gradients.
	 *
	 * @param kernel the name of its kernel, which is square, of an odd side
	 */
	Operand<TFloat32> cut(String kernel, Operand<TFloat32> map, boolean isPadded, Operand<TFloat32> result) {
		Operand<TFloat32> y = tf.stopGradient(result);
		convolutions.add(new Convolution(kernel, map, isPadded, y, new ArrayList<>()));
		return y;
	}

	/** Notes what weights are used after the latest convolution and before the next. */
	void uses(String... names) {
		convolutions.get(convolutions.size() - 1).then.addAll(List.of(names));
	}

	/** Gradients of a loss by weights. */
	Output<?>[] of(Operand<TFloat32> loss, List<String> names, Graph graph) {
		Map<String, Output<?>> gradients = new HashMap<>();
		List<End> ends = new ArrayList<>();
		ends.add(end(loss, tf.onesLike(loss)));
		for (int i = convolutions.size() - 1; i >= 0 && !gradients.keySet().containsAll(names); i--) {
			Convolution convolution = convolutions.get(i);
			List<End> next = ends.stream().filter(end -> end.madeOf.contains(convolution.y.op())).toList();
			List<Output<?>> by = new ArrayList<>(List.of(convolution.y.asOutput()));
			for (String name : convolution.then) by.add(variables.get(name).asOutput());
			Output<?>[] found = graph.addGradients("gradients" + i, next.stream().map(End::map)
				.toArray(Output<?>[]::new), by.toArray(Output<?>[]::new), next.stream().map(End::gradient)
				.toArray(Output<?>[]::new));
			IntStream.range(1, found.length).forEach(k -> gradients.put(convolution.then.get(k - 1), found[k]));
			Operand<TFloat32> gradient = found[0].expect(TFloat32.class);
			gradients.put(convolution.kernel, byKernel(convolution, gradient).asOutput());
			if (i > 0) ends.add(end(convolution.map, byMap(convolution, gradient)));
		}
		return names.stream().map(gradients::get).toArray(Output<?>[]::new);
	}

	private static End end(Operand<TFloat32> map, Operand<TFloat32> gradient) {
		Set<Operation> madeOf = new HashSet<>();
		Deque<Operation> open = new ArrayDeque<>(List.of(map.op()));
		while (!open.isEmpty()) {
			Operation op = open.pop();
			if (!madeOf.add(op) || op.type().equals(StopGradient.OP_NAME)) continue;
			for (Operand<?> input : ((GraphOperation) op).inputs()) open.push(input.op());
		}
		return new End(map.asOutput(), gradient.asOutput(), madeOf);
	}

	/** The gradient convolved with the kernel turned round, its channels exchanged. */
	private Operand<TFloat32> byMap(Convolution convolution, Operand<TFloat32> gradient) {
		Operand<TFloat32> kernel = variables.get(convolution.kernel);
		Operand<TFloat32> turned = tf.linalg.transpose(tf.reverse(kernel, tf.array(0, 1)), tf.array(0, 1, 3, 2));
		long reach = kernel.shape().get(0) - 1;
		long sides = convolution.isPadded ? reach / 2 : reach;
		return tf.nn.conv2d(gradient, turned, STEPS, "EXPLICIT",
			Conv2d.explicitPaddings(List.of(0L, 0L, sides, sides, sides, sides, 0L, 0L)));
	}

	/**
	 * The map convolved with the gradient: each channel of the map is an image, each of the gradient a kernel almost as
	 * large. Tiles lie one above the other, with rows of zeros between their gradients.
	 */
	private Operand<TFloat32> byKernel(Convolution convolution, Operand<TFloat32> gradient) {
		Shape shape = variables.get(convolution.kernel).shape();
		int from = (int) shape.get(2);
		int to = (int) shape.get(3);
		int reach = (int) shape.get(0) - 1;
		Operand<TFloat32> map =
			convolution.isPadded ? padded(convolution.map, reach / 2, reach / 2, reach / 2) : convolution.map;
		Operand<TFloat32> channels = tf.linalg.transpose(tf.reshape(map, tf.array(-1, from)), tf.array(1, 0));
		Operand<TFloat32> images =
			tf.reshape(channels, tf.stack(List.of(tf.constant(from), tf.constant(-1), columns(map), tf.constant(1))));
		Operand<TFloat32> kernels = tf.reshape(padded(gradient, 0, reach, 0),
			tf.stack(List.of(tf.constant(-1), columns(gradient), tf.constant(1), tf.constant(to))));
		if (reach > 0) kernels = tf.stridedSlice(kernels, Indices.sliceTo(-reach), Indices.ellipsis());
		return tf.linalg.transpose(tf.nn.conv2d(images, kernels, STEPS, "VALID"), tf.array(1, 2, 0, 3));
	}

	private Operand<TFloat32> padded(Operand<TFloat32> map, int top, int bottom, int sides) {
		return top + bottom + sides == 0 ? map
			: tf.pad(map, tf.constant(new int[][] { { 0, 0 }, { top, bottom }, { sides, sides }, { 0, 0 } }),
			tf.constant(0f));
	}

	private Operand<TInt32> columns(Operand<TFloat32> map) {
		return tf.gather(tf.shape(map), tf.constant(2), tf.constant(0));
	}
}
