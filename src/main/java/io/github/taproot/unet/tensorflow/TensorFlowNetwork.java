// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

import io.github.taproot.image.TileReader;
import io.github.taproot.progress.Background;
import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.UNetNetwork;

/** A graph and the session that runs it. */
final class TensorFlowNetwork implements UNetNetwork {

	private static final String STEP = "step";
	/** Maps of the first level's channels that memory holds at a time: measured for tiles of 1724 px. */
	private static final long MAPS = 9;
	/** Held while TensorFlow computes: it crashes where the program ends meanwhile. */
	private static final ReadWriteLock RUNS = new ReentrantReadWriteLock();
	private static final long LAST_RUN_SECONDS = 20;
	private static volatile boolean isExiting;

	static {
		Runtime.getRuntime().addShutdownHook(Background.thread(TensorFlowNetwork::awaitRuns, "taproot-last-run"));
	}

	private final NetworkArchitecture architecture;
	private final String device;
	private final Precision precision;
	private final Graph graph = new Graph();
	private final Session session;
	private final UNetGraph net;
	/** Steps that Adam has taken. */
	private long step;
	/** Whether tiles are predicted one after the other, which on a processor takes no longer. */
	private final boolean isSingle;
	/** What the loss is multiplied by, so that gradients do not vanish in float16; null where it is not. */
	private final LossScale scale;

	TensorFlowNetwork(NetworkArchitecture architecture, Map<String, float[]> weights, Optimiser optimiser,
		UNetGraph.Form form, ConfigProto config, String device, Precision precision)
	{
		scale = form.isScaled() && optimiser != null ? new LossScale() : null;
		isSingle = form.isSingle();
		this.architecture = architecture;
		this.device = device;
		this.precision = precision;
		architecture.check(weights);
		net = new UNetGraph(graph, architecture, optimiser, form);
		session = new Session(graph, config);
		try {
			assign(net.variables, weights);
			Map<String, float[]> zeros = new LinkedHashMap<>();
			net.optimiserState.forEach((name, state) -> zeros.put(name, new float[(int) state.shape().size()]));
			assign(net.optimiserState, zeros);
		}
		catch (RuntimeException | Error e) {
			close();
			throw e;
		}
	}

	@Override
	public Precision precision() {
		return precision;
	}

	@Override
	public int margin() {
		return architecture.margin();
	}

	@Override
	public float low() {
		return architecture.low();
	}

	@Override
	public float[] predict(float[] tiles, int count, int width, int height) {
		int values = architecture.outputSide(width) * architecture.outputSide(height);
		if (isSingle && count > 1) {
			float[] all = new float[count * values];
			for (int i = 0; i < count; i++) {
				int from = i * width * height * TileReader.CHANNELS;
				float[] tile = Arrays.copyOfRange(tiles, from, from + width * height * TileReader.CHANNELS);
				System.arraycopy(predict(tile, 1, width, height), 0, all, i * values, values);
			}
			return all;
		}
		try (TFloat32 input = tensor(tiles, count, width, height);
				Result result = run(session.runner().feed(net.tiles, input).fetch(net.probability)))
		{
			return floats((TFloat32) result.get(0), count * values);
		}
	}

	@Override
	public double train(float[] tiles, byte[] labels, int count, int side, double rate) {
		try (TFloat32 input = tensor(tiles, count, side, side);
				TUint8 annotation = labels(labels, count, side);
				TFloat32 learningRate = TFloat32.scalarOf((float) rate);
				TFloat32 beta1 = TFloat32.scalarOf((float) Math.pow(0.9, step + 1));
				TFloat32 beta2 = TFloat32.scalarOf((float) Math.pow(0.999, step + 1)))
		{
			Session.Runner runner = session.runner().feed(net.tiles, input).feed(net.labels, annotation)
				.feed(net.rate, learningRate).fetch(net.loss);
			if (net.beta1Power != null) runner.feed(net.beta1Power, beta1).feed(net.beta2Power, beta2);
			for (Op op : net.steps) runner.addTarget(op);
			if (scale == null) {
				try (Result result = run(runner)) {
					step++;
					return ((TFloat32) result.get(0)).getFloat();
				}
			}
			try (TFloat32 factor = TFloat32.scalarOf(scale.value());
					Result result = run(runner.feed(net.lossScale, factor).fetch(net.isFinite)))
			{
				boolean isFinite = ((TBool) result.get(1)).getBoolean();
				if (isFinite) step++;
				return scale.note(isFinite) ? ((TFloat32) result.get(0)).getFloat() : Double.NaN;
			}
		}
	}

	@Override
	public Map<String, float[]> weights() {
		return read(net.variables);
	}

	@Override
	public Map<String, float[]> optimiserState() {
		Map<String, float[]> state = net.optimiserState.isEmpty() ? new LinkedHashMap<>() : read(net.optimiserState);
		// A float holds whole numbers up to 2^24 alone.
		state.put(STEP, new float[] { step >>> 20, step & 0xFFFFF });
		return state;
	}

	@Override
	public void restore(Map<String, float[]> weights, Map<String, float[]> optimiserState) {
		architecture.check(weights);
		float[] steps = optimiserState.get(STEP);
		if (steps == null || steps.length != 2) {
			throw new IllegalArgumentException("The optimiser's state lacks its step.");
		}
		for (Map.Entry<String, Variable<TFloat32>> state : net.optimiserState.entrySet()) {
			float[] values = optimiserState.get(state.getKey());
			if (values == null || values.length != state.getValue().shape().size()) {
				throw new IllegalArgumentException("The optimiser's state has no fitting " + state.getKey() + ".");
			}
		}
		assign(net.variables, weights);
		assign(net.optimiserState, optimiserState);
		step = ((long) steps[0] << 20) + (long) steps[1];
	}

	@Override
	public String device() {
		return device;
	}

	@Override
	public int usualSide() {
		return architecture.usualSide();
	}

	@Override
	public long bytesPerPixel() {
		return device.startsWith("GPU") ? 0 : MAPS * Float.BYTES * architecture.width();
	}

	@Override
	public String memoryClass() {
		return "width " + architecture.width();
	}

	@Override
	public void close() {
		session.close();
		graph.close();
	}

	// -- tensors --

	private static TFloat32 tensor(float[] tiles, int count, int width, int height) {
		TileReader.requireSide(width);
		TileReader.requireSide(height);
		int size = count * width * height * 3;
		return TFloat32.tensorOf(Shape.of(count, height, width, 3), DataBuffers.of(tiles, true, false).narrow(size));
	}

	private TUint8 labels(byte[] labels, int count, int side) {
		int out = architecture.outputSide(side);
		return TUint8.tensorOf(Shape.of(count, out, out), DataBuffers.of(labels, true, false)
			.narrow((long) count * out * out));
	}

	private static float[] floats(TFloat32 tensor, int size) {
		float[] values = new float[size];
		tensor.asRawTensor().data().asFloats().read(values);
		return values;
	}

	/** Sets variables, all in one run: each new set of inputs costs TensorFlow a pass over the graph. */
	private void assign(Map<String, Variable<TFloat32>> variables, Map<String, float[]> values) {
		if (variables.isEmpty()) return;
		List<TFloat32> tensors = new ArrayList<>();
		try {
			Session.Runner runner = session.runner();
			variables.forEach((name, variable) -> {
				TFloat32 value = TFloat32.tensorOf(variable.shape(), DataBuffers.of(values.get(name), true, false));
				tensors.add(value);
				runner.feed(net.initialValues.get(name), value).addTarget(net.assignments.get(name));
			});
			run(runner).close();
		}
		finally {
			tensors.forEach(TFloat32::close);
		}
	}

	private Map<String, float[]> read(Map<String, Variable<TFloat32>> variables) {
		Map<String, float[]> values = new LinkedHashMap<>();
		Session.Runner runner = session.runner();
		for (Variable<TFloat32> variable : variables.values()) runner.fetch(variable);
		try (Result result = run(runner)) {
			int index = 0;
			for (String name : variables.keySet()) {
				TFloat32 tensor = (TFloat32) result.get(index++);
				values.put(name, floats(tensor, (int) tensor.shape().size()));
			}
		}
		return values;
	}

	private static void awaitRuns() {
		isExiting = true;
		try {
			RUNS.writeLock().tryLock(LAST_RUN_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** Runs, and reports the engine's lack of memory as one of Java's errors, which the domain knows how to answer. */
	private Result run(Session.Runner runner) {
		if (isExiting || !RUNS.readLock().tryLock()) throw new IllegalStateException("The program ends.");
		try {
			return runner.run();
		}
		catch (TensorFlowException e) {
			if (!(e instanceof TFResourceExhaustedException) && !tellsOfMemory(e)) throw e;
			throw new EngineMemoryError(device, e);
		}
		finally {
			RUNS.readLock().unlock();
		}
	}

	/** cuDNN and CUDA tell of it in other ways than TensorFlow's own allocator. */
	static boolean tellsOfMemory(TensorFlowException e) {
		String message = String.valueOf(e.getMessage());
		return message.contains("CUDNN_STATUS_ALLOC_FAILED") || message.contains("CUDA_ERROR_OUT_OF_MEMORY") ||
			message.contains("out of memory") || message.contains("No algorithm worked");
	}
}
