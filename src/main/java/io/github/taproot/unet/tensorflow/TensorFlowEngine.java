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

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

import ai.djl.engine.Engine;

import io.github.taproot.unet.DeviceChoice;
import io.github.taproot.unet.EngineInfo;
import io.github.taproot.unet.Optimiser;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetEngine;
import io.github.taproot.unet.UNetNetwork;

/**
 * TensorFlow, loaded by DJL from the folder that {@code TENSORFLOW_LIBRARY_PATH} names. Made by
 * {@link io.github.taproot.unet.EngineLoader} alone, in a class loader of its own.
 */
public final class TensorFlowEngine implements UNetEngine {

	private final String djl;
	private final List<String> devices;

	public TensorFlowEngine() {
		quieten();
		Engine engine = Engine.getEngine("TensorFlow");
		djl = Engine.getDjlVersion();
		devices = devices();
		if (engine == null) throw new IllegalStateException("DJL has no TensorFlow engine.");
	}

	/** TensorFlow reads from the environment alone that its notes are not wanted; its errors come as exceptions. */
	private static void quieten() {
		if (Platform.isWindows()) return;
		int keep = 0;
		NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv")
			.invokeInt(new Object[] { "TF_CPP_MIN_LOG_LEVEL", "3", keep });
	}

	@Override
	public UNetNetwork open(UNetArchitecture architecture, Map<String, float[]> weights, DeviceChoice device) {
		return open(architecture, weights, device, null);
	}

	@Override
	public UNetNetwork open(UNetArchitecture architecture, Map<String, float[]> weights, DeviceChoice device,
		Optimiser optimiser)
	{
		long gpus = devices.stream().filter(name -> name.startsWith("GPU")).count();
		boolean useGpu = device.kind() == DeviceChoice.Kind.GPU || device.kind() == DeviceChoice.Kind.AUTO && gpus > 0;
		if (useGpu && device.index() >= gpus) {
			throw new IllegalArgumentException("There is no device " + device + " here; choose device=cpu, or look at " +
				"Taproot Device Info for what is missing.");
		}
		ConfigProto.Builder config = ConfigProto.newBuilder();
		if (useGpu) {
			config.setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true).setVisibleDeviceList("" + device.index()));
		}
		else {
			config.putDeviceCount("GPU", 0);
		}
		String used = useGpu ? "GPU " + device.index() : "CPU, " + Runtime.getRuntime().availableProcessors() + " threads";
		return new TensorFlowNetwork(architecture, weights, optimiser, config.build(), used);
	}

	@Override
	public EngineInfo info() {
		return new EngineInfo(tensorflow.TF_Version().getString(), djl, devices,
			System.getProperty("TENSORFLOW_LIBRARY_PATH", System.getenv("TENSORFLOW_LIBRARY_PATH")));
	}

	/** CPU, then GPUs, as TensorFlow itself finds them. */
	private static List<String> devices() {
		byte[] growth = ConfigProto.newBuilder().setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true)).build()
			.toByteArray();
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
				if (type.equals("GPU")) {
					long megabytes = tensorflow.TF_DeviceListMemoryBytes(list, i, status) >> 20;
					names.add("GPU " + gpu++ + ", " + megabytes + " MB free");
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
