// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.GPUOptions;

import io.github.taproot.unet.EngineMemoryError;

class TensorFlowEngineTest {

	@Test
	void memoryGrowsUpToALimit() {
		GPUOptions unlimited = TensorFlowEngine.gpuOptions(null);
		assertTrue(unlimited.getAllowGrowth());
		assertFalse(unlimited.hasExperimental());
		assertEquals(unlimited, TensorFlowEngine.gpuOptions(" "));
		GPUOptions limited = TensorFlowEngine.gpuOptions("4000");
		assertTrue(limited.getAllowGrowth());
		assertEquals(4000f, limited.getExperimental().getVirtualDevices(0).getMemoryLimitMb(0));
		for (String wrong : new String[] { "4 GB", "0", "-4000", "99999999999" }) {
			Exception e = assertThrows(IllegalArgumentException.class, () -> TensorFlowEngine.gpuOptions(wrong));
			assertTrue(e.getMessage().contains(wrong), e.getMessage());
		}
	}

	@Test
	void lackOfMemoryIsToldInManyWords() {
		for (String message : new String[] { "Failed to allocate, CUDNN_STATUS_ALLOC_FAILED",
			"CUDA_ERROR_OUT_OF_MEMORY: x", "failed to allocate 2.00GiB: out of memory", "No algorithm worked! Error " +
			"messages:" })
		{
			assertTrue(TensorFlowNetwork.tellsOfMemory(new TensorFlowException(message)), message);
		}
		assertFalse(TensorFlowNetwork.tellsOfMemory(new TensorFlowException("Incompatible shapes")));
		assertFalse(TensorFlowNetwork.tellsOfMemory(new TensorFlowException((String) null)));
	}

	@Test
	void lackOfMemoryNamesTheMemoryThatLacks() {
		String ofJava = "Give Fiji more.";
		String card = EngineMemoryError.sentence(new EngineMemoryError("GPU 0: Card X", null), ofJava);
		assertTrue(card.contains("GPU 0: Card X") && card.contains("device=cpu"), card);
		String cpu = EngineMemoryError.sentence(new EngineMemoryError("CPU, 2 threads", null), ofJava);
		assertTrue(cpu.contains("beside Fiji's own") && !cpu.contains("device=cpu"), cpu);
		assertEquals(ofJava, EngineMemoryError.sentence(new OutOfMemoryError("Java heap space"), ofJava));
	}
}
