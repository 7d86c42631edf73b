// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.files;

/** Which Taproot this is. */
public final class Version {

	private Version() {}

	/** Its number, or "development" outside a jar. */
	public static String taproot() {
		String version = Version.class.getPackage().getImplementationVersion();
		return version == null ? "development" : version;
	}
}
