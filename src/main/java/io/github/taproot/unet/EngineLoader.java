// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taproot.unet.natives.GpuLibraries;
import io.github.taproot.unet.natives.GpuStatus;
import io.github.taproot.unet.natives.NativeCache;

/**
 * Loads the engine on first use, in a class loader of its own that looks at its own jars first: Fiji has one class path
 * for all plugins, on which TensorFlow 1.12 and another protobuf may lie.
 * <p>
 * The jars are those in {@code lib/taproot} of Fiji's folder or beside our own jar, and in the folder that Fiji's
 * updater keeps for this system, such as {@code lib/linux64/taproot}; where there is no {@code lib/taproot}, as in a
 * build, those of the class path.
 * </p>
 */
public final class EngineLoader {

	/** System property that names the folder with the engine's jars, before any other place. */
	public static final String FOLDER_PROPERTY = "taproot.engine";

	private static final String ENGINE = "io.github.taproot.unet.tensorflow.TensorFlowEngine";

	/** Packages that come from the engine's jars, whatever the class path has. */
	private static final List<String> OWN = List.of("io.github.taproot.unet.tensorflow.", "org.tensorflow.", "ai.djl.",
		"org.bytedeco.", "com.google.protobuf.");

	/** A class that only the jar meant has: TensorFlow 1.12 shares most names with ours. */
	private static final List<String> MARKERS = List.of("ai/djl/engine/Engine.class",
		"ai/djl/tensorflow/engine/TfEngine.class", "org/tensorflow/ConcreteFunction.class",
		"org/bytedeco/javacpp/Loader.class", "com/google/protobuf/GeneratedMessageV3.class");

	/** A class of each library that the engine needs beside its own jars. */
	private static final List<String> LIBRARIES =
		List.of("com/sun/jna/Native.class", "org/slf4j/Logger.class", "com/google/gson/Gson.class",
			"net/imglib2/RandomAccessibleInterval.class");

	private static final String GPU = "gpu";
	private static final String LIBRARY_PATH = "TENSORFLOW_LIBRARY_PATH";
	private static final String LIBRARY = System.mapLibraryName("jnitensorflow");

	private static UNetEngine engine;
	/** Why loading failed: native libraries can't be loaded again in the same process. */
	private static EngineException failure;

	private EngineLoader() {}

	/**
	 * The engine; takes some seconds on first use, more when its libraries are unpacked on a machine's first use.
	 *
	 * @throws EngineException where the engine is not installed or can't be loaded, with what to do
	 */
	public static synchronized UNetEngine engine() throws EngineException {
		if (failure != null) throw failure;
		if (engine == null) engine = load();
		return engine;
	}

	/** The platform's name in the engine's jars, such as linux-x86_64. */
	static String platform() {
		String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		String arch = System.getProperty("os.arch");
		String system = os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "macosx" : "linux";
		boolean arm = arch.equals("aarch64") || arch.equals("arm64");
		return system + (arm ? "-arm64" : "-x86_64");
	}

	/** The platform's name in Fiji's updater, such as linux64. */
	private static String updaterPlatform() {
		return platform().replace("windows", "win").replace("macosx", "macos").replace("-x86_64", "64");
	}

	/** Where jars have this platform's libraries; null where they have none. */
	static String nativesFolder(ClassLoader jars) {
		String folder = "org/tensorflow/internal/c_api/" + platform() + "/";
		return jars.getResource(folder + LIBRARY) == null ? null : folder;
	}

	/**
	 * The libraries for GPUs: in {@code lib/taproot/gpu} where there is such a folder or one can be made, otherwise in
	 * the user's cache.
	 *
	 * @throws IOException where {@link #FOLDER_PROPERTY} names no folder
	 */
	public static GpuLibraries gpuLibraries() throws IOException {
		Path cached = NativeCache.ofUser().root().resolve(GPU);
		Path lib = folder();
		if (lib == null || !Files.isDirectory(lib.resolve(GPU)) &&
			(Files.isDirectory(cached) || !Files.isWritable(lib))) {
			return new GpuLibraries(cached);
		}
		return new GpuLibraries(lib.resolve(GPU));
	}

	/** Whether networks can run on a GPU: as it was when the engine was loaded, or would be if it were loaded now. */
	public static synchronized GpuStatus gpu() throws IOException {
		return engine == null ? GpuStatus.of(gpuLibraries()) : engine.info().gpu();
	}

	/** Whether the engine is in use, so that what is installed from now on is used after a restart only. */
	public static synchronized boolean isLoaded() {
		return engine != null || failure != null;
	}

	private static UNetEngine load() throws EngineException {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		String libraryPath = System.getProperty(LIBRARY_PATH);
		try {
			List<URL> jars = jars();
			ChildFirst loader = new ChildFirst(jars, EngineLoader.class.getClassLoader());
			GpuLibraries libraries = gpuLibraries();
			GpuStatus gpu = GpuStatus.of(libraries);
			if (libraryPath == null && System.getenv(LIBRARY_PATH) == null) {
				if (gpu.state() == GpuStatus.State.READY) gpu = load(libraries, gpu);
				Path natives = gpu.state() == GpuStatus.State.READY ? libraries.folder() : unpackNatives(loader);
				System.setProperty(LIBRARY_PATH, natives.toString());
			}
			// DJL would report its use, and fetch what it misses, at any time: these stay.
			System.setProperty("OPT_OUT_TRACKING", "true");
			System.setProperty("ai.djl.offline", "true");
			// DJL finds its engine through the context class loader.
			Thread.currentThread().setContextClassLoader(loader);
			return (UNetEngine) loader.loadClass(ENGINE).getConstructor(GpuStatus.class).newInstance(gpu);
		}
		catch (IOException e) {
			throw new EngineException(e.getMessage(), e);
		}
		catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
			Throwable cause = e.getCause() == null ? e : e.getCause();
			failure = new EngineException("TensorFlow could not be loaded (" + cause +
				"): restart Fiji. If that does not help, install Taproot's lib/taproot again. Measuring works " +
				"without it.", e);
			throw failure;
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
			if (libraryPath == null) System.clearProperty(LIBRARY_PATH);
		}
	}

	/** Loads what a GPU needs, or tells why it can't be. */
	private static GpuStatus load(GpuLibraries libraries, GpuStatus ready) {
		try {
			libraries.load();
			return ready;
		}
		catch (IOException e) {
			return ready.with(libraries, e.getMessage());
		}
	}

	private static Path unpackNatives(ChildFirst loader) throws IOException {
		String folder = nativesFolder(loader);
		if (folder == null) {
			throw new IOException("The engine has no TensorFlow library for this system (" + platform() +
				"): put tensorflow-core-native of that name into lib/taproot of the Fiji folder.");
		}
		return NativeCache.ofUser().unpack(jarOf(loader.getResource(folder + LIBRARY), folder), folder);
	}

	/** Where the jars lie, found without loading any of them. */
	static List<URL> jars() throws IOException {
		Set<URL> found = new LinkedHashSet<>();
		found.add(EngineLoader.class.getProtectionDomain().getCodeSource().getLocation());
		Path folder = folder();
		if (folder != null) {
			for (Path place : List.of(folder, folder.resolveSibling(updaterPlatform()).resolve("taproot"))) {
				if (!Files.isDirectory(place)) continue;
				try (Stream<Path> files = Files.list(place)) {
					for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
						found.add(jar.toUri().toURL());
					}
				}
			}
			return List.copyOf(found);
		}
		ClassLoader classPath = EngineLoader.class.getClassLoader();
		for (String marker : MARKERS) {
			URL resource = classPath.getResource(marker);
			if (resource == null) {
				throw new IOException("The U-Net's engine is not installed: put its jars into lib/taproot of the " +
					"Fiji folder (updating from Taproot's update site does), or beside Taproot's own jar; missing is " +
					marker + ".");
			}
			found.add(jarOf(resource, marker).toUri().toURL());
		}
		String natives = nativesFolder(classPath);
		if (natives != null) found.add(jarOf(classPath.getResource(natives + LIBRARY), natives).toUri().toURL());
		return List.copyOf(found);
	}

	/**
	 * Java's options for another process that finds the same engine: the class path with what the engine needs, and its
	 * folders.
	 *
	 * @throws IOException where a library is not in a jar
	 */
	public static List<String> options() throws IOException {
		Set<Path> classPath = new LinkedHashSet<>();
		for (URL jar : jars()) classPath.add(Path.of(URI.create(jar.toString())));
		for (String library : LIBRARIES) {
			URL resource = EngineLoader.class.getClassLoader().getResource(library);
			if (resource != null) classPath.add(jarOf(resource, library));
		}
		List<String> options = new ArrayList<>();
		Path folder = folder();
		if (folder != null) options.add("-D" + FOLDER_PROPERTY + "=" + folder.toAbsolutePath());
		for (String property : List.of("user.home", "java.io.tmpdir", "taproot.cache", LIBRARY_PATH)) {
			String value = System.getProperty(property);
			if (value != null) options.add("-D" + property + "=" + value);
		}
		// These Javas warn of what TensorFlow and protobuf do, and do it all the same.
		if (Runtime.version().feature() >= 24) {
			options.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
		}
		options.add("-cp");
		options.add(classPath.stream().map(path -> path.toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator)));
		return options;
	}

	private static Path folder() throws IOException {
		List<Path> places = new ArrayList<>();
		String chosen = System.getProperty(FOLDER_PROPERTY);
		if (chosen != null) {
			if (!Files.isDirectory(Path.of(chosen))) {
				throw new IOException("There is no folder " + chosen + ", which " + FOLDER_PROPERTY +
					" names for the engine.");
			}
			return Path.of(chosen);
		}
		String fiji = System.getProperty("ij.dir", System.getProperty("imagej.dir"));
		if (fiji != null) places.add(Path.of(fiji));
		try {
			Path own = Path.of(EngineLoader.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			if (Files.isRegularFile(own)) {
				places.add(own.getParent());
				places.add(own.getParent().resolve(".."));
			}
		}
		catch (URISyntaxException | IllegalArgumentException e) {
			// our own jar is not a file, so nothing lies beside it
		}
		for (Path place : places) {
			Path folder = place.resolve("lib").resolve("taproot");
			if (Files.isDirectory(folder)) return folder.normalize();
		}
		return null;
	}

	private static Path jarOf(URL resource, String name) throws IOException {
		String text = resource.toString();
		if (!text.startsWith("jar:") || !text.contains("!/")) {
			throw new IOException("The engine's " + name + " lies in no jar but at " + text + ".");
		}
		return Path.of(URI.create(text.substring(4, text.indexOf("!/"))));
	}

	/** Looks at its own jars first for the engine's packages, and at the parent for all else. */
	private static final class ChildFirst extends URLClassLoader {

		static {
			registerAsParallelCapable();
		}

		ChildFirst(List<URL> jars, ClassLoader parent) {
			super("taproot-engine", jars.toArray(URL[]::new), parent);
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (OWN.stream().noneMatch(name::startsWith)) return super.loadClass(name, resolve);
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded == null) loaded = findClass(name);
				if (resolve) resolveClass(loaded);
				return loaded;
			}
		}

		@Override
		public URL getResource(String name) {
			URL own = findResource(name);
			return own != null ? own : super.getResource(name);
		}

		@Override
		public Enumeration<URL> getResources(String name) throws IOException {
			List<URL> own = Collections.list(findResources(name));
			return own.isEmpty() ? super.getResources(name) : Collections.enumeration(own);
		}
	}
}
