// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.index.Indices;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.train.ApplyMomentum;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

import io.github.taproot.image.Annotation;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.NetworkArchitecture.Parameter;
import io.github.taproot.unet.NetworkArchitecture.Role;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.RootPainterArchitecture;

/**
 * A network as a TensorFlow graph, for tiles of any valid side, with or without what training needs.
 * <p>
 * Long sums go over width first and over height then: TensorFlow adds the floats of one reduction one after the other,
 * and over a whole tile loses the third digit.
 * </p>
 */
final class UNetGraph {

	private static final float EPSILON = 1e-5f;
	private static final int NARROW = 8;
	private static final int ROWS = 1;
	private static final int COLUMNS = 2;
	private static final int CHANNELS = 3;

	private final NetworkArchitecture architecture;
	private final boolean isResidual;
	/** Whether norms become part of the kernels that follow them, as can be done for one tile. */
	private final boolean isFolded;
	/**
	 * Whether a variance is the mean of squares less the square of the mean, which reads a map once and writes none.
	 */
	private final boolean isRough;
	/** Whether convolutions read even numbers of channels. */
	private final boolean isEven;
	/** Null where TensorFlow makes them. */
	private final ConvolutionGradients ownGradients;
	private final Ops tf;

	/** The weights by name: variables, or constants. */
	private final Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();

	/** (tile, row, column, channel), float32. */
	final Placeholder<TFloat32> tiles;
	/** Root probability, (tile, row, column), float32; of a network that pads by itself (tile, row, column, 1). */
	final Operand<TFloat32> probability;

	/** Variables by name: the weights first, then the optimiser's. */
	final Map<String, Variable<TFloat32>> variables = new LinkedHashMap<>();
	final Map<String, Variable<TFloat32>> optimiserState = new LinkedHashMap<>();
	/** What sets a variable, and its input. */
	final Map<String, Placeholder<TFloat32>> initialValues = new LinkedHashMap<>();
	final Map<String, Op> assignments = new LinkedHashMap<>();

	/** Values of {@link Annotation}, (tile, row, column); null without an optimiser, like all that follows. */
	Placeholder<TUint8> labels;
	Operand<TFloat32> loss;
	Placeholder<TFloat32> rate;
	private Operand<TFloat32> appliedRate;
	/** The powers of Adam's betas at this step; null for other optimisers. */
	Placeholder<TFloat32> beta1Power;
	Placeholder<TFloat32> beta2Power;
	final List<Op> steps = new ArrayList<>();
	/** What the loss is multiplied by before its gradient is taken; null where it is not. */
	Placeholder<TFloat32> lossScale;
	/** Whether every gradient is a number: otherwise no weight changes in the step. */
	Operand<TBool> isFinite;

	/**
	 * How a graph suits a device.
	 *
	 * @param isScaled whether training scales the loss
	 * @param isSingle whether it predicts single tiles only, which can be done faster
	 * @param isRough whether norms may lose the fourth digit for speed, where it predicts single tiles only
	 * @param isOwnGradient whether training takes gradients of convolutions by convolutions
	 * @param isEven whether maps with an odd number of channels get one of zeros before a convolution. In bfloat16,
	 *          oneDNN 3.3.4 reads channels in pairs, and multiplies the last one's partner by memory that it has never
	 *          written
	 */
	record Form(boolean isScaled, boolean isSingle, boolean isRough, boolean isOwnGradient, boolean isEven) {}

	/**
	 * Builds the graph.
	 *
	 * @param graph an empty one, closed by the caller
	 * @param optimiser null for a network that only predicts
	 */
	UNetGraph(Graph graph, NetworkArchitecture architecture, Optimiser optimiser, Form form) {
		this.architecture = architecture;
		isResidual = architecture instanceof RootPainterArchitecture;
		isFolded = form.isSingle && optimiser == null && canFold(architecture);
		isRough = form.isRough && isFolded;
		isEven = form.isEven;
		tf = Ops.create(graph);
		ownGradients = form.isOwnGradient && optimiser != null ? new ConvolutionGradients(tf, variables) : null;
		for (Parameter parameter : architecture.parameters()) {
			variables.put(parameter.name(), variable(parameter.name(), Shape.of(parameter.shape())));
		}
		weights.putAll(variables);
		tiles = tf.withName("tiles").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
		Operand<TFloat32> evidence = rootEvidence(tiles);
		probability = tf.withName("probability").math.sigmoid(evidence);
		if (optimiser == null) return;

		labels = tf.withName("labels").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1)));
		loss = loss(evidence);
		if (form.isScaled) lossScale = scalar("loss_scale");
		optimise(optimiser, graph);
	}

	/**
	 * Whether norms can become part of kernels. Where a map is padded with zeros, they are not to be shifted; in very
	 * narrow networks, a channel's mean may be far above its deviation, which then costs digits.
	 */
	static boolean canFold(NetworkArchitecture architecture) {
		return !(architecture instanceof RootPainterArchitecture) && architecture.width() >= NARROW;
	}

	/**
	 * Builds the graph of a network that only predicts, any number of tiles at once, and whose weights are in it. It
	 * mirrors its tiles at their edges, so that its output has their size.
	 *
	 * @param graph an empty one, closed by the caller
	 */
	UNetGraph(Graph graph, NetworkArchitecture architecture, Map<String, float[]> values) {
		this.architecture = architecture;
		isResidual = architecture instanceof RootPainterArchitecture;
		isFolded = false;
		isRough = false;
		isEven = false;
		ownGradients = null;
		tf = Ops.create(graph);
		for (Parameter parameter : architecture.parameters()) {
			try (TFloat32 value = TFloat32.tensorOf(Shape.of(parameter.shape()),
				DataBuffers.of(values.get(parameter.name()), true, false)))
			{
				weights.put(parameter.name(), tf.withName(parameter.name()).constantOf(value));
			}
		}
		tiles = tf.withName("tiles").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
		int padding = architecture.selfPadding();
		int more = padding - architecture.margin();
		Operand<TFloat32> padded = tf.mirrorPad(tiles,
			tf.constant(new int[][] { { 0, 0 }, { padding, padding }, { padding, padding }, { 0, 0 } }), "REFLECT");
		Operand<TFloat32> evidence = rootEvidence(padded);
		evidence = tf.slice(evidence, tf.array(0, more, more),
			tf.math.sub(tf.shape(evidence), tf.array(0, 2 * more, 2 * more)));
		probability = tf.withName("probability").expandDims(tf.math.sigmoid(evidence), tf.constant(CHANNELS));
	}

	private Variable<TFloat32> variable(String name, Shape shape) {
		Variable<TFloat32> variable = tf.withName(name).variable(shape, TFloat32.class);
		Placeholder<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
		initialValues.put(name, value);
		assignments.put(name, tf.assign(variable, value));
		return variable;
	}

	// -- the network --

	/**
	 * A map, (tile, row, column, channel), with what is still to be done to it: the next convolution's kernel takes
	 * that over, which saves two passes over the map.
	 *
	 * @param scale what each channel is to be multiplied by; null for nothing
	 * @param shift what is to be added then; null for nothing
	 */
	private record Affine(Operand<TFloat32> raw, Operand<TFloat32> scale, Operand<TFloat32> shift) {}

	private static Affine plain(Operand<TFloat32> map) {
		return new Affine(map, null, null);
	}

	/** The root channel less the soil channel: the softmax of two channels is the sigmoid of this. */
	private Operand<TFloat32> rootEvidence(Operand<TFloat32> image) {
		Affine x = block(plain(image), "conv_in.0", "conv_in.2");
		x = block(x, "conv_in.3", "conv_in.5");
		List<Affine> levels = new ArrayList<>();
		for (int level = 1; level <= NetworkArchitecture.DEPTH; level++) {
			// A norm may turn the order of values round, so it comes before the maximum.
			Operand<TFloat32> map = done(x);
			levels.add(plain(map));
			Operand<TFloat32> pooled = tf.nn.maxPool(map, tf.array(1, 2, 2, 1), tf.array(1, 2, 2, 1), "VALID");
			x = layer(plain(pooled), "down" + level + ".conv1");
			x = layer(x, "down" + level + ".conv2");
			if (isResidual) x = plain(tf.math.add(convolution(x, "down" + level + ".conv1x1.0", false), pooled));
		}
		// How many rows the encoder's map has more than the decoder's: 8, 32, 80, 176; 1, 10, 28, 64 in RootPainter's.
		int more = isResidual ? 1 : 8;
		for (int level = 1; level <= NetworkArchitecture.DEPTH; level++) {
			Affine up = layer(x, "up" + level + ".conv1");
			Operand<TFloat32> encoded = levels.get(NetworkArchitecture.DEPTH - level).raw();
			// A slice, whose gradient is quicker than that of a strided one.
			Operand<TFloat32> cropped = tf.slice(encoded, tf.array(0, more / 2, more / 2, 0),
				tf.math.sub(tf.shape(encoded), tf.array(0, more, more, 0)));
			more = 2 * (more + 4) + (isResidual ? 0 : 8);
			x = isResidual ? plain(tf.math.add(cropped, up.raw())) : joined(cropped, up);
			x = layer(x, "up" + level + ".conv2");
			x = layer(x, "up" + level + ".conv3");
		}
		boolean hasNorm = weights.containsKey("conv_out.2.weight");
		Operand<TFloat32> head = convolution(x, "conv_out.0", hasNorm);
		if (hasNorm) head = done(groupNorm(head, "conv_out.2"));
		Operand<TFloat32> soil = tf.stridedSlice(head, Indices.ellipsis(), Indices.at(0));
		Operand<TFloat32> root = tf.stridedSlice(head, Indices.ellipsis(), Indices.at(1));
		return tf.math.sub(root, soil);
	}

	/** The channels of both. */
	private Affine joined(Operand<TFloat32> cropped, Affine up) {
		Operand<TFloat32> raw = tf.concat(List.of(cropped, up.raw), tf.constant(CHANNELS));
		if (up.scale == null) return plain(raw);
		return new Affine(raw, tf.concat(List.of(tf.onesLike(up.scale), up.scale), tf.constant(0)),
			tf.concat(List.of(tf.zerosLike(up.shift), up.shift), tf.constant(0)));
	}

	private Affine layer(Affine x, String name) {
		return block(x, name + ".0", name + ".2");
	}

	private Affine block(Affine x, String convolution, String norm) {
		return groupNorm(convolution(x, convolution, true), norm);
	}

	/** Does what is still to be done. */
	private Operand<TFloat32> done(Affine x) {
		return x.scale == null ? x.raw : tf.math.add(tf.math.mul(x.raw, x.scale), x.shift);
	}

	private Operand<TFloat32> convolution(Affine x, String name, boolean hasRelu) {
		Operand<TFloat32> kernel = weights.get(name + ".weight");
		Operand<TFloat32> bias = weights.get(name + ".bias");
		boolean isTransposed = role(name + ".weight") == Role.TRANSPOSED_KERNEL;
		if (isTransposed) bias = tf.concat(List.of(bias, bias, bias, bias), tf.constant(0));
		if (x.scale != null) {
			// A kernel over all of a map sees the shift everywhere, which becomes a part of the bias.
			// Summed over its places first: the deepest kernels are as large as a map.
			Operand<TFloat32> places = tf.reduceSum(kernel, tf.array(0, 1));
			Operand<TFloat32> shifted =
				tf.reduceSum(tf.math.mul(places, tf.reshape(x.shift, tf.array(-1, 1))), tf.constant(0));
			bias = bias == null ? shifted : tf.math.add(bias, shifted);
			kernel = tf.math.mul(kernel, tf.reshape(x.scale, tf.array(1, 1, -1, 1)));
		}
		Operand<TFloat32> map = x.raw;
		if (isEven && weights.get(name + ".weight").shape().get(2) % 2 == 1) {
			map = tf.pad(map, tf.constant(new int[][] { { 0, 0 }, { 0, 0 }, { 0, 0 }, { 0, 1 } }), tf.constant(0f));
			kernel = tf.pad(kernel, tf.constant(new int[][] { { 0, 0 }, { 0, 0 }, { 0, 1 }, { 0, 0 } }),
				tf.constant(0f));
		}
		String padding = isResidual && name.startsWith("down") ? "SAME" : "VALID";
		Operand<TFloat32> y =
			tf.nn.conv2d(map, kernel, List.of(1L, 1L, 1L, 1L), padding, Conv2d.dataFormat("NHWC"));
		if (ownGradients != null) {
			y = ownGradients.cut(name + ".weight", x.raw, padding.equals("SAME"), y);
			if (bias != null) ownGradients.uses(name + ".bias");
		}
		if (bias != null) y = tf.nn.biasAdd(y, bias);
		if (hasRelu) y = tf.nn.relu(y);
		return isTransposed ? tf.nn.depthToSpace(y, 2L) : y;
	}

	private Role role(String name) {
		for (Parameter parameter : architecture.parameters()) {
			if (parameter.name().equals(name)) return parameter.role();
		}
		throw new IllegalArgumentException(name);
	}

	/** Group normalisation (Wu and He 2018): each tile's groups of channels to mean 0 and variance 1. */
	private Affine groupNorm(Operand<TFloat32> x, String name) {
		if (ownGradients != null) ownGradients.uses(name + ".weight", name + ".bias");
		long channels = weights.get(name + ".weight").shape().get(0);
		long groups = NetworkArchitecture.groups((int) channels);
		Operand<TFloat32> perGroup = tf.math.mul(spatialSize(x), tf.constant((float) (channels / groups)));

		Operand<TFloat32> mean = tf.math.div(groupSum(x, groups, channels), perGroup);
		Operand<TFloat32> variance;
		if (isRough) {
			Operand<TFloat32> rows = tf.math.square(tf.linalg.euclideanNorm(x, tf.constant(COLUMNS)));
			Operand<TFloat32> squares = grouped(tf.reduceSum(rows, tf.constant(ROWS)), groups, channels);
			variance = tf.math.maximum(tf.math.sub(tf.math.div(squares, perGroup), tf.math.square(mean)),
				tf.constant(0f));
		}
		else {
			Operand<TFloat32> squares = tf.math.square(tf.math.sub(x, spread(mean, channels, groups)));
			variance = tf.math.div(groupSum(squares, groups, channels), perGroup);
		}
		Operand<TFloat32> inverse = tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON)));

		Operand<TFloat32> scale = tf.math.mul(spread(inverse, channels, groups), weights.get(name + ".weight"));
		Operand<TFloat32> shift =
			tf.math.sub(weights.get(name + ".bias"), tf.math.mul(spread(mean, channels, groups), scale));
		return isFolded ? new Affine(x, tf.reshape(scale, tf.array(-1)), tf.reshape(shift, tf.array(-1)))
			: plain(done(new Affine(x, scale, shift)));
	}

	/** Sums over space and a group's channels: (tile, group, 1). */
	private Operand<TFloat32> groupSum(Operand<TFloat32> x, long groups, long channels) {
		return grouped(tf.reduceSum(tf.reduceSum(x, tf.constant(COLUMNS)), tf.constant(ROWS)), groups, channels);
	}

	/** Sums over a group's channels, of (tile, channel): (tile, group, 1). */
	private Operand<TFloat32> grouped(Operand<TFloat32> sums, long groups, long channels) {
		Operand<TFloat32> apart = tf.reshape(sums, tf.array(-1L, groups, channels / groups));
		return tf.reduceSum(apart, tf.constant(2), ReduceSum.keepDims(true));
	}

	/** (tile, group, 1) to (tile, 1, 1, channel). */
	private Operand<TFloat32> spread(Operand<TFloat32> perGroup, long channels, long groups) {
		Operand<TFloat32> repeated = tf.tile(perGroup, tf.array(1L, 1L, channels / groups));
		return tf.reshape(repeated, tf.array(-1L, 1L, 1L, channels));
	}

	private Operand<TFloat32> spatialSize(Operand<TFloat32> x) {
		var sizes = tf.dtypes.cast(tf.shape(x), TFloat32.class);
		return tf.math.mul(tf.gather(sizes, tf.constant(ROWS), tf.constant(0)),
			tf.gather(sizes, tf.constant(COLUMNS), tf.constant(0)));
	}

	// -- training --

	/** Dice + 0.3 cross-entropy over defined pixels; 0.3 cross-entropy alone where none of them is root. */
	private Operand<TFloat32> loss(Operand<TFloat32> evidence) {
		Operand<TFloat32> root = is(Annotation.ROOT);
		Operand<TFloat32> defined = tf.math.sub(tf.constant(1f), is(Annotation.UNKNOWN));
		// softplus(z) - z for root and softplus(z) for soil is the cross-entropy of the sigmoid of z
		Operand<TFloat32> entropies =
			tf.math.mul(defined, tf.math.sub(tf.math.softplus(evidence), tf.math.mul(root, evidence)));
		Operand<TFloat32> pixels = sum(defined);
		Operand<TFloat32> entropy = tf.math.div(sum(entropies), tf.math.maximum(pixels, tf.constant(1f)));

		Operand<TFloat32> rootPixels = sum(root);
		Operand<TFloat32> overlap = sum(tf.math.mul(probability, root));
		Operand<TFloat32> total = tf.math.add(sum(tf.math.mul(probability, defined)), rootPixels);
		Operand<TFloat32> dice = tf.math.sub(tf.constant(1f),
			tf.math.div(tf.math.mul(tf.constant(2f), overlap), tf.math.maximum(total, tf.constant(1e-20f))));
		Operand<TFloat32> hasRoot = tf.math.minimum(rootPixels, tf.constant(1f));
		return tf.withName("loss").math.add(tf.math.mul(hasRoot, dice), tf.math.mul(tf.constant(0.3f), entropy));
	}

	private Operand<TFloat32> is(byte label) {
		return tf.dtypes.cast(tf.math.equal(labels, tf.constant(label)), TFloat32.class);
	}

	private Operand<TFloat32> sum(Operand<TFloat32> tilesOfPixels) {
		Operand<TFloat32> rows = tf.reduceSum(tilesOfPixels, tf.constant(2));
		return tf.reduceSum(tf.reduceSum(rows, tf.constant(1)), tf.constant(0));
	}

	private void optimise(Optimiser optimiser, Graph graph) {
		rate = scalar("rate");
		appliedRate = rate;
		List<Parameter> trained = architecture.parameters().stream()
			.filter(parameter -> !optimiser.isEncoderFrozen() || !NetworkArchitecture.isOfEncoder(parameter.name()))
				.toList();
		Operand<TFloat32> scaled = lossScale == null ? loss : tf.math.mul(loss, lossScale);
		List<String> names = trained.stream().map(Parameter::name).toList();
		Output<?>[] gradients = ownGradients != null ? ownGradients.of(scaled, names, graph) : graph.addGradients(
			scaled.asOutput(), names.stream().map(name -> variables.get(name).asOutput()).toArray(Output<?>[]::new));
		if (lossScale != null) unscale(gradients);
		// No weight changes before every gradient is known, since gradients read the weights.
		Ops gated = tf.withControlDependencies(List.<Op> of(gradients));
		if (optimiser.method() == Optimiser.Method.ADAMW) {
			beta1Power = scalar("beta1_power");
			beta2Power = scalar("beta2_power");
		}
		int index = 0;
		for (Parameter parameter : trained) {
			Variable<TFloat32> weight = variables.get(parameter.name());
			@SuppressWarnings("unchecked")
			Operand<TFloat32> gradient = (Operand<TFloat32>) gradients[index++];
			steps.add(switch (optimiser.method()) {
				case NESTEROV -> nesterov(gated, optimiser, parameter, weight, gradient);
				case ADAMW -> adamW(gated, optimiser, parameter, weight, gradient);
			});
		}
	}

	/** Gradients of the loss itself; zeros, and a rate of 0, where any of them is no number. */
	private void unscale(Output<?>[] gradients) {
		List<Operand<TBool>> each = new ArrayList<>();
		for (Output<?> gradient : gradients) {
			Operand<TBool> finite = tf.math.isFinite(gradient.expect(TFloat32.class));
			each.add(tf.reduceAll(tf.reshape(finite, tf.array(-1)), tf.constant(0)));
		}
		isFinite = tf.reduceAll(tf.stack(each), tf.constant(0));
		for (int i = 0; i < gradients.length; i++) {
			Operand<TFloat32> gradient = gradients[i].expect(TFloat32.class);
			gradients[i] = tf.select(isFinite, tf.math.div(gradient, lossScale), tf.zerosLike(gradient)).asOutput();
		}
		appliedRate = tf.math.mul(rate, tf.dtypes.cast(isFinite, TFloat32.class));
	}

	private Placeholder<TFloat32> scalar(String name) {
		return tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
	}

	private Op nesterov(Ops gated, Optimiser optimiser, Parameter parameter, Variable<TFloat32> weight,
		Operand<TFloat32> gradient)
	{
		Variable<TFloat32> momentum = state(parameter, "momentum");
		Operand<TFloat32> decayed =
			gated.math.add(gradient, gated.math.mul(weight, gated.constant((float) optimiser.weightDecay())));
		return gated.train.applyMomentum(weight, momentum, appliedRate, decayed,
			gated.constant((float) optimiser.momentum()), ApplyMomentum.useNesterov(true));
	}

	private Op adamW(Ops gated, Optimiser optimiser, Parameter parameter, Variable<TFloat32> weight,
		Operand<TFloat32> gradient)
	{
		Variable<TFloat32> mean = state(parameter, "mean");
		Variable<TFloat32> square = state(parameter, "square");
		Ops then = gated;
		boolean isKernel = parameter.role() == Role.KERNEL || parameter.role() == Role.TRANSPOSED_KERNEL;
		if (isKernel && optimiser.weightDecay() > 0) {
			Operand<TFloat32> decay =
				gated.math.mul(weight, gated.math.mul(appliedRate, gated.constant((float) optimiser.weightDecay())));
			then = tf.withControlDependencies(List.<Op> of(gated.assignSub(weight, decay)));
		}
		return then.train.applyAdam(weight, mean, square, beta1Power, beta2Power, appliedRate, then.constant(0.9f),
			then.constant(0.999f), then.constant(1e-8f), gradient);
	}

	private Variable<TFloat32> state(Parameter parameter, String kind) {
		String name = parameter.name() + "." + kind;
		Variable<TFloat32> state = variable(name, Shape.of(parameter.shape()));
		optimiserState.put(name, state);
		return state;
	}
}
