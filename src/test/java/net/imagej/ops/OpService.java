// SPDX-License-Identifier: BSD-2-Clause
package net.imagej.ops;

import org.scijava.service.SciJavaService;

/** Stands for the service that Fiji has: Taproot looks for it by this name. */
public interface OpService extends SciJavaService {

	Object run(String name, Object... arguments);
}
