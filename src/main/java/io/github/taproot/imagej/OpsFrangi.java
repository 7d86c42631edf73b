// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.imagej;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import io.github.taproot.segmentation.frangi.FrangiOp;

/** The Frangi filter of imagej-ops, which Fiji has and Taproot is not built with. */
public final class OpsFrangi {

	private OpsFrangi() {}

	/** @param ops Fiji's OpService; null where it is missing, and then the filter is, too */
	public static FrangiOp of(Object ops) {
		if (ops == null) return null;
		return (out, in, spacing, scale) -> {
			try {
				Method run = ops.getClass().getMethod("run", String.class, Object[].class);
				run.invoke(ops, "filter.frangiVesselness", new Object[] { out, in, spacing, scale });
			}
			catch (InvocationTargetException e) {
				throw new IllegalArgumentException("Fiji's filter.frangiVesselness failed (" + e.getCause() +
					"): choose filter=default.", e);
			}
			catch (ReflectiveOperationException e) {
				throw new IllegalArgumentException("Fiji's imagej-ops is of a version that Taproot cannot " +
					"call: choose filter=default.", e);
			}
		};
	}
}
