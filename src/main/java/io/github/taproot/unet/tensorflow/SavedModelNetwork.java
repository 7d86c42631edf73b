// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;

import io.github.taproot.unet.EngineMemoryError;
import io.github.taproot.unet.SavedNetwork;

/** A SavedModel that {@link SavedModelCheck} has let pass. */
final class SavedModelNetwork implements SavedNetwork {

	static final String TAG = "serve";
	static final String SIGNATURE = "serving_default";

	private final SavedModelBundle bundle;
	private final String input;
	private final String output;
	private final String device;

	SavedModelNetwork(Path folder, ConfigProto config, String device) throws IOException {
		this.device = device;
		try {
			bundle = SavedModelBundle.loader(folder.toString()).withTags(TAG).withConfigProto(config).load();
		}
		// TensorFlow's own exceptions for arguments are of both kinds.
		catch (TensorFlowException | IllegalArgumentException e) {
			throw new IOException("Its SavedModel is damaged or of an unknown kind: export it again.", e);
		}
		try {
			SignatureDef signature = signature(bundle.metaGraphDef().getSignatureDefMap());
			input = tensor(signature.getInputsMap().values().iterator().next());
			output = tensor(signature.getOutputsMap().values().iterator().next());
		}
		catch (IOException | RuntimeException e) {
			bundle.close();
			throw e;
		}
	}

	/** A tensor as signatures describe it. */
	static TensorInfo info(Operand<TFloat32> tensor) {
		TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
		for (long size : tensor.shape().asArray()) shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
		return TensorInfo.newBuilder().setName(tensor.asOutput().op().name() + ":0").setDtype(DataType.DT_FLOAT)
			.setTensorShape(shape).build();
	}

	/** The signature that is used. */
	static SignatureDef signature(Map<String, SignatureDef> all) throws IOException {
		SignatureDef signature = all.get(SIGNATURE);
		if (signature == null || signature.getInputsCount() != 1 || signature.getOutputsCount() != 1) {
			throw new IOException("Its SavedModel has no signature " + SIGNATURE +
				" with one input and one output, which segmentation needs.");
		}
		return signature;
	}

	private static String tensor(TensorInfo info) throws IOException {
		if (info.getDtype() == DataType.DT_FLOAT && !info.getName().isEmpty()) return info.getName();
		throw new IOException("Its SavedModel computes with " + info.getDtype() + ": its input and output must be " +
			"float32.");
	}

	@Override
	public Values run(Values values) {
		try (TFloat32 tensor = TFloat32.tensorOf(Shape.of(values.shape()),
			DataBuffers.of(values.values(), true, false));
				Result result = bundle.session().runner().feed(input, tensor).fetch(output).run())
		{
			if (!(result.get(0) instanceof TFloat32 computed)) {
				throw new ClassCastException(result.get(0).dataType().name());
			}
			float[] copy = new float[Math.toIntExact(computed.shape().size())];
			computed.asRawTensor().data().asFloats().read(copy);
			return new Values(copy, computed.shape().asArray());
		}
		catch (ClassCastException e) {
			throw new IllegalArgumentException("The network gives " + e.getMessage() + ": Taproot can use networks " +
				"that give probabilities from 0 to 1 as DT_FLOAT.", e);
		}
		catch (TensorFlowException | IllegalArgumentException e) {
			if (e instanceof TFResourceExhaustedException || e instanceof TensorFlowException t &&
				TensorFlowNetwork.tellsOfMemory(t)) {
				throw new EngineMemoryError(device, e);
			}
			throw new IllegalArgumentException("The network cannot use an image of " +
				Shape.of(values.shape()) + ": its description does not fit to it.", e);
		}
	}

	@Override
	public String device() {
		return device;
	}

	@Override
	public void close() {
		bundle.close();
	}
}
