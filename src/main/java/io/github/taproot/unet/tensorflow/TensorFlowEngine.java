package io.github.taproot.unet.tensorflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

import ai.djl.engine.Engine;

import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineInfo;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetNetwork;

/**
 * TensorFlow, loaded by DJL from the folder that {@code TENSORFLOW_LIBRARY_PATH} names. Made by
 * {@link io.github.taproot.unet.EngineLoader} alone, in a class loader of its own.
 */
public final class TensorFlowEngine implements UNetEngine {

	private static final String GPU = "GPU";
	/** GPU memory is taken as it is needed. */
	private static final GPUOptions GROWING = GPUOptions.newBuilder().setAllowGrowth(true).build();

	private final String djl;
	private final List<String> devices;

	public TensorFlowEngine() {
		prepareEnvironment();
		Engine.getEngine("TensorFlow");
		djl = Engine.getDjlVersion();
		devices = devices();
	}

	/**
	 * Sets what TensorFlow reads from the environment alone: no notes on the processor (its errors come as exceptions), GPU
	 * memory as it is needed in the context that DJL opens, too, and memory that is kept between operations: taking it anew
	 * from the system makes a training step up to 1.4 times as long. What the user has set stays.
	 */
	private static void prepareEnvironment() {
		if (Platform.isWindows()) return;
		try {
			Function setenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv");
			int keep = 0;
			setenv.invokeInt(new Object[] { "TF_CPP_MIN_LOG_LEVEL", "3", keep });
			setenv.invokeInt(new Object[] { "TF_FORCE_GPU_ALLOW_GROWTH", "true", keep });
			setenv.invokeInt(new Object[] { "TF_CPU_ALLOCATOR_USE_BFC", "true", keep });
		}
		catch (LinkageError e) {
			// then TensorFlow is talkative, and no worse
		}
	}

	@Override
	public UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device) {
		return open(architecture, weights, device, null);
	}

	@Override
	public UNetNetwork open(NetworkArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
		Optimiser optimiser)
	{
		String gpu = devices.stream().filter(name -> name.startsWith(GPU)).findFirst().orElse(null);
		if (device == DeviceChoice.GPU && gpu == null) {
			throw new IllegalArgumentException("There is no gpu:0 here that TensorFlow can use: choose device=cpu, or look at " +
				"Taproot Device Info for what is missing.");
		}
		ConfigProto.Builder config = ConfigProto.newBuilder();
		boolean useGpu = device != DeviceChoice.CPU && gpu != null;
		if (useGpu) config.setGpuOptions(GROWING);
		else config.putDeviceCount(GPU, 0);
		String used = useGpu ? gpu : "CPU, " + Runtime.getRuntime().availableProcessors() + " threads";
		return new TensorFlowNetwork(architecture, weights, optimiser, config.build(), used);
	}

	@Override
	public EngineInfo info() {
		return new EngineInfo(tensorflow.TF_Version().getString(), djl, devices,
			System.getProperty("TENSORFLOW_LIBRARY_PATH", System.getenv("TENSORFLOW_LIBRARY_PATH")));
	}

	/** CPU, then GPUs, as TensorFlow itself finds them. */
	private static List<String> devices() {
		byte[] growth = ConfigProto.newBuilder().setGpuOptions(GROWING).build().toByteArray();
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
			int gpu = 0;
			for (int i = 0; i < tensorflow.TF_DeviceListCount(list); i++) {
				String type = tensorflow.TF_DeviceListType(list, i, status).getString();
				if (type.equals(GPU)) {
					long megabytes = tensorflow.TF_DeviceListMemoryBytes(list, i, status) >> 20;
					names.add(GPU + " " + gpu++ + ", " + megabytes + " MB free");
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
