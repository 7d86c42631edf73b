// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

import ai.djl.engine.Engine;
import ai.djl.tensorflow.engine.javacpp.LibUtils;

import io.github.taproot.files.SafeFile;
import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineInfo;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.Precision;
import io.github.taproot.unet.SavedNetwork;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetNetwork;
import io.github.taproot.unet.natives.FreeMemory;
import io.github.taproot.unet.natives.GpuStatus;

/**
 * TensorFlow, loaded by DJL from the folder that {@code TENSORFLOW_LIBRARY_PATH} names. Made by
 * {@link io.github.taproot.unet.EngineLoader} alone, in a class loader of its own.
 */
public final class TensorFlowEngine implements UNetEngine {

	private static final String GPU = "GPU";
	private static final String ONEDNN = "TF_ENABLE_ONEDNN_OPTS";
	private static final String PATHS_FIRST = "org.bytedeco.javacpp.pathsFirst";
	/** The compute capability from which on cards have units for float16. */
	private static final float TENSOR_CORES = 7;
	/** What the processor can do, in Linux's words; "" where the system does not tell. */
	private static final String PROCESSOR = processor();
	/** Whether the processor computes in bfloat16 itself. */
	private static final boolean HAS_BFLOAT16 = has("avx512_bf16|amx_bf16");
	/** Whether TensorFlow computes without oneDNN, as the user wants it or we do. */
	private static final boolean IS_WITHOUT_ONEDNN =
		System.getenv(ONEDNN) == null ? has("avx2") && !has("avx512f") : System.getenv(ONEDNN).equals("0");
	private static final GPUOptions GPU_OPTIONS = gpuOptions(System.getenv("TAPROOT_GPU_MEMORY_MB"));

	private final GpuStatus gpu;
	private final String natives;
	private final String djl;
	private final List<String> devices;

	/** @param gpu what there is for a GPU; its libraries are loaded where they are ready */
	public TensorFlowEngine(GpuStatus gpu) {
		this.gpu = gpu;
		natives = System.getProperty("TENSORFLOW_LIBRARY_PATH", System.getenv("TENSORFLOW_LIBRARY_PATH"));
		prepareEnvironment();
		djl = Engine.getDjlVersion();
		// JavaCPP would unpack what lies in jars to a cache of its own, and load that.
		String before = System.getProperty(PATHS_FIRST);
		System.setProperty(PATHS_FIRST, "true");
		try {
			// Not DJL's engine: it would look for a CUDA of the machine's, and take memory of every GPU for a context
			// of its own.
			LibUtils.loadLibrary();
			devices = devices();
		}
		finally {
			if (before == null) System.clearProperty(PATHS_FIRST);
			else System.setProperty(PATHS_FIRST, before);
		}
	}

	/**
	 * Sets what TensorFlow reads from the environment alone: no notes on the processor (its errors come as exceptions),
	 * GPU memory as it is needed in the context that DJL opens, too, memory that is kept between operations (taking it
	 * anew from the system makes a training step up to 1.4 times as long), and no oneDNN on processors with AVX2 alone,
	 * where it takes twice as long for wide networks, and TensorFlow chooses it for some. What the user has set stays.
	 */
	private static void prepareEnvironment() {
		if (Platform.isWindows()) return;
		try {
			Function setenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv");
			int keep = 0;
			setenv.invokeInt(new Object[] { "TF_CPP_MIN_LOG_LEVEL", "3", keep });
			setenv.invokeInt(new Object[] { "TF_FORCE_GPU_ALLOW_GROWTH", "true", keep });
			setenv.invokeInt(new Object[] { "TF_CPU_ALLOCATOR_USE_BFC", "true", keep });
			if (IS_WITHOUT_ONEDNN) setenv.invokeInt(new Object[] { ONEDNN, "0", keep });
			setenv.invokeInt(new Object[] { "TF_CPU_BFC_MEM_LIMIT_IN_MB", Long.toString(mostMegabytes()), keep });
		}
		catch (LinkageError e) {
			// then TensorFlow is talkative, and no worse
		}
	}

	/** The memory that networks may take on the processor: at more, Linux would end Fiji instead of saying no. */
	private static long mostMegabytes() {
		return (FreeMemory.total() >> 20) * 4 / 5;
	}

	@Override
	public UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
		Precision precision, Optimiser optimiser)
	{
		boolean useGpu = useGpu(device);
		ConfigProto.Builder config = ConfigProto.newBuilder();
		if (useGpu) config.setGpuOptions(GPU_OPTIONS);
		else config.putDeviceCount(GPU, 0);
		boolean wantsFast = precision == Precision.FAST || precision == Precision.AUTO && !useGpu;
		boolean isFast = wantsFast &&
			(useGpu ? hasTensorCores() : HAS_BFLOAT16 && !IS_WITHOUT_ONEDNN);
		RewriterConfig.Builder rewriting = RewriterConfig.newBuilder();
		if (isFast && useGpu) rewriting.setAutoMixedPrecision(RewriterConfig.Toggle.ON);
		else if (isFast) rewriting.setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON);
		// A second round over a training's graph finds nothing, and takes two seconds.
		else if (optimiser != null) rewriting.setMetaOptimizerIterations(RewriterConfig.NumIterationsType.ONE);
		config.setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriting));
		boolean isRough = wantsFast && !isFast && !useGpu && optimiser == null &&
			UNetGraph.canFold(architecture);
		String used = used(useGpu, device) +
			(isFast ? useGpu ? ", float16" : ", bfloat16" : isRough ? ", fast norms" : "");
		UNetGraph.Form form = new UNetGraph.Form(isFast && useGpu, !useGpu, isRough, !useGpu && IS_WITHOUT_ONEDNN,
			isFast && !useGpu);
		return new TensorFlowNetwork(architecture, weights, optimiser, form, config.build(), used,
			wantsFast ? Precision.FAST : Precision.EXACT);
	}

	@Override
	public void writeSavedModel(NetworkArchitecture architecture, Map<String, float[]> weights, Path file)
		throws IOException
	{
		architecture.check(weights);
		byte[] model;
		try (Graph graph = new Graph()) {
			UNetGraph net = new UNetGraph(graph, architecture, weights);
			SignatureDef signature = SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict")
				.putInputs("tiles", SavedModelNetwork.info(net.tiles))
					.putOutputs("probability", SavedModelNetwork.info(net.probability))
				.build();
			model = SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(MetaGraphDef.newBuilder()
				.setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags(SavedModelNetwork.TAG)
					.setTensorflowVersion(info().tensorflow()))
				.setGraphDef(graph.toGraphDef()).putSignatureDef(SavedModelNetwork.SIGNATURE, signature))
				.build().toByteArray();
		}
		SafeFile.write(file, out -> out.write(model));
	}

	@Override
	public SavedNetwork openSavedModel(Path folder, DeviceChoice device) throws IOException {
		SavedModelCheck.check(folder);
		boolean useGpu = useGpu(device);
		ConfigProto.Builder config = ConfigProto.newBuilder();
		if (useGpu) config.setGpuOptions(GPU_OPTIONS);
		else config.putDeviceCount(GPU, 0);
		return new SavedModelNetwork(folder, config.build(), used(useGpu, device));
	}

	@Override
	public double gigaflops(int side, Precision precision) {
		if (precision == Precision.EXACT) return gigaflops(side, TFloat32.class);
		return HAS_BFLOAT16 ? gigaflops(side, TBfloat16.class) : Double.NaN;
	}

	private static <T extends TFloating> double gigaflops(int side, Class<T> type) {
		ConfigProto config = ConfigProto.newBuilder().putDeviceCount(GPU, 0).build();
		try (Graph graph = new Graph()) {
			Ops tf = Ops.create(graph);
			var shape = tf.constant(new int[] { side, side });
			var a = tf.random.randomUniform(shape, type);
			var b = tf.random.randomUniform(shape, type);
			// Made once, as variables; and of the product only the sum leaves the engine.
			var first = tf.variable(Shape.of(side, side), type);
			var second = tf.variable(Shape.of(side, side), type);
			Op fill = tf.assign(first, a);
			Op fillToo = tf.assign(second, b);
			var sum = tf.reduceSum(tf.linalg.matMul(first, second), tf.array(0, 1));
			try (Session session = new Session(graph, config)) {
				session.runner().addTarget(fill).addTarget(fillToo).run().close();
				double best = 0;
				for (int run = 0; run < 6; run++) {
					long start = System.nanoTime();
					session.runner().fetch(sum).run().close();
					best = Math.max(best, 2.0 * side * side * side / (System.nanoTime() - start));
				}
				return best;
			}
		}
	}

	/** @throws IllegalArgumentException where a GPU is wanted and there is none */
	private boolean useGpu(DeviceChoice device) {
		boolean hasGpu = devices.stream().anyMatch(name -> name.startsWith(GPU));
		if (device == DeviceChoice.GPU && !hasGpu) {
			throw new IllegalArgumentException("There is no gpu:0 that networks can run on. " + missing() +
				" Or choose device=cpu.");
		}
		return device != DeviceChoice.CPU && hasGpu;
	}

	private boolean hasTensorCores() {
		return !gpu.cards().isEmpty() && Float.parseFloat(gpu.cards().get(0).capability()) >= TENSOR_CORES;
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
		}
		catch (IOException | UncheckedIOException e) {
			return "";
		}
	}

	private static boolean has(String flags) {
		return PROCESSOR.matches(".*\\b(" + flags + ")\\b.*");
	}

	private String used(boolean useGpu, DeviceChoice device) {
		if (useGpu) return devices.stream().filter(name -> name.startsWith(GPU)).findFirst().orElseThrow();
		String cpu = "CPU, " + Runtime.getRuntime().availableProcessors() + " threads";
		// Never silently slower than the card that somebody has.
		return device == DeviceChoice.CPU || !isMissed() ? cpu : cpu + " (not the GPU: " + missing() + ")";
	}

	/** Whether there is a card that is not in use though nobody wanted that. */
	private boolean isMissed() {
		if (gpu.state() == GpuStatus.State.READY && gpu.cards().isEmpty()) return false;
		return switch (gpu.state()) {
			case SWITCHED_OFF, UNSUPPORTED_SYSTEM, NO_CARD -> false;
			default -> true;
		};
	}

	/** Why there is no GPU among the devices. */
	private String missing() {
		return gpu.state() != GpuStatus.State.READY || gpu.cards().isEmpty() ? gpu.words()
			: "TensorFlow cannot use the " + gpu.cards().get(0).name() + " (compute capability " +
				gpu.cards().get(0).capability() + "), although its driver and libraries are installed.";
	}

	@Override
	public EngineInfo info() {
		return new EngineInfo(tensorflow.TF_Version().getString(), djl, devices, natives, gpu);
	}

	/**
	 * GPU memory is taken as it is needed, up to a limit for who shares a card.
	 *
	 * @param megabytes the limit; null for none
	 */
	static GPUOptions gpuOptions(String megabytes) {
		GPUOptions.Builder options = GPUOptions.newBuilder().setAllowGrowth(true);
		if (megabytes == null || megabytes.isBlank()) return options.build();
		if (!megabytes.strip().matches("[1-9]\\d{2,6}")) {
			throw new IllegalArgumentException("TAPROOT_GPU_MEMORY_MB must be a number of megabytes from 100 on, " +
				"but is \"" +
				megabytes + "\".");
		}
		return options.setExperimental(GPUOptions.Experimental.newBuilder().addVirtualDevices(
			GPUOptions.Experimental.VirtualDevices.newBuilder().addMemoryLimitMb(Float.parseFloat(megabytes)))).build();
	}

	/** CPU, then GPUs, as TensorFlow itself finds them. */
	private List<String> devices() {
		byte[] growth = ConfigProto.newBuilder().setGpuOptions(GPU_OPTIONS).build().toByteArray();
		TF_Status status = TF_Status.newStatus();
		TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
		TF_Graph graph = TF_Graph.newGraph();
		List<String> names = new ArrayList<>();
		try (BytePointer config = new BytePointer(growth)) {
			tensorflow.TF_SetConfig(options, config, growth.length, status);
			status.throwExceptionIfNotOK();
			TF_Session session = tensorflow.TF_NewSession(graph, options, status);
			status.throwExceptionIfNotOK();
			TF_DeviceList list = tensorflow.TF_SessionListDevices(session, status);
			status.throwExceptionIfNotOK();
			int number = 0;
			for (int i = 0; i < tensorflow.TF_DeviceListCount(list); i++) {
				String type = tensorflow.TF_DeviceListType(list, i, status).getString();
				if (type.equals(GPU)) {
					names.add(GPU + " " + number +
						(number < gpu.cards().size() ? ": " + gpu.cards().get(number).name() : ""));
					number++;
				}
				else if (type.equals("CPU")) names.add(0, "CPU");
			}
			tensorflow.TF_DeleteDeviceList(list);
			tensorflow.TF_CloseSession(session, status);
			tensorflow.TF_DeleteSession(session, status);
		}
		return List.copyOf(names);
	}
}
