// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.natives;

import java.util.List;

/**
 * A jar of a Maven repository that holds libraries which TensorFlow needs for a GPU.
 *
 * @param path where it lies in a Maven repository, divided by /
 * @param size in bytes
 * @param sha256 of its bytes, 64 hexadecimal digits
 * @param licence under which its libraries are given
 * @param inside its folder with the libraries, ending with /
 * @param libraries those that are taken
 * @param areDependencies whether TensorFlow finds them by name, so that they are loaded before it, in their order
 */
record GpuJar(String path, long size, String sha256, String licence, String inside, List<Library> libraries,
	boolean areDependencies)
{

	/** A file in the jar and its unpacked size in bytes. */
	record Library(String name, long size) {}

	/** What TensorFlow 2.16.1 opens on Linux, x86-64: NVIDIA's libraries, then its own. */
	static final List<GpuJar> ALL = List.of(
		new GpuJar("org/bytedeco/cuda/12.3-8.9-1.5.10/cuda-12.3-8.9-1.5.10-linux-x86_64-redist.jar", 1_992_966_570L,
			"93d2fe743eaa0b3a4d930b3db64c99a93de398ae6dc0c7cb549566a393f086ca",
			"NVIDIA's licences of the CUDA Toolkit (docs.nvidia.com/cuda/eula) and of cuDNN " +
			"(docs.nvidia.com/deeplearning/cudnn)", "org/bytedeco/cuda/linux-x86_64/",
			List.of(new Library("libcudart.so.12", 703_808), new Library("libnvJitLink.so.12", 52_190_720),
				new Library("libcublasLt.so.12", 518_358_624), new Library("libcublas.so.12", 106_679_344),
				new Library("libcufft.so.11", 177_827_520), new Library("libcurand.so.10", 96_259_504),
				new Library("libcusparse.so.12", 267_184_960), new Library("libcusolver.so.11", 115_640_600),
				new Library("libcudnn.so.8", 142_008), new Library("libcudnn_ops_infer.so.8", 90_829_248),
				new Library("libcudnn_cnn_infer.so.8", 570_673_312), new Library("libcudnn_ops_train.so.8", 70_926_584),
				new Library("libcudnn_cnn_train.so.8", 125_431_984),
				new Library("libcudnn_adv_infer.so.8", 125_098_064),
				new Library("libcudnn_adv_train.so.8", 116_106_128), new Library("libnccl.so.2", 209_818_616)),
			true),
		new GpuJar("org/tensorflow/tensorflow-core-native/1.0.0-rc.1/" +
			"tensorflow-core-native-1.0.0-rc.1-linux-x86_64-gpu.jar",
			485_058_389L, "ec7f4406a57c54111ce3d95d92cf7febbcf3453a9e3aa2cb24976aa69c2e04b5", "Apache License 2.0",
			"org/tensorflow/internal/c_api/linux-x86_64-gpu/",
			List.of(new Library("libtensorflow_framework.so.2", 136_068_640),
				new Library("libtensorflow_cc.so.2", 1_011_466_896), new Library("libjnitensorflow.so", 759_976)),
			false));

	/** The jar's name without folders. */
	String name() {
		return path.substring(path.lastIndexOf('/') + 1);
	}

	/** Bytes of all its libraries. */
	long unpackedSize() {
		return libraries.stream().mapToLong(Library::size).sum();
	}
}
