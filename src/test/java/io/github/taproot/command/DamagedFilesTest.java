// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.ImageOutputStream;

import com.sun.management.ThreadMXBean;

import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.RoiEncoder;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import io.github.taproot.annotation.HandCounts;
import io.github.taproot.batch.SegmentationReview;
import io.github.taproot.evaluation.NamedNumbers;
import io.github.taproot.files.ImageFiles;
import io.github.taproot.files.PredictionFiles;
import io.github.taproot.files.ScanFile;
import io.github.taproot.files.Thumbnail;
import io.github.taproot.image.RootMarks;
import io.github.taproot.imagej.SelectionFiles;
import io.github.taproot.roots.LineGrid;
import io.github.taproot.roots.tracing.Rsml;
import io.github.taproot.segmentation.frangi.FrangiSettings;
import io.github.taproot.segmentation.frangi.FrangiSettingsFile;
import io.github.taproot.table.Table;
import io.github.taproot.unet.NetworkArchitecture.Parameter;
import io.github.taproot.unet.NpyArray;
import io.github.taproot.unet.SavedNetwork.Values;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetArchitecture;
import io.github.taproot.unet.UNetModel;
import io.github.taproot.unet.model.ModelFacts;
import io.github.taproot.unet.pytorch.PyTorchWeights;

/**
 * Files of every format that is read, damaged at random: each is read, or refused in a sentence that names it.
 * {@code -Dtaproot.mutations=100000} tries as many instead of 600.
 */
@Tag("faults")
class DamagedFilesTest {

	private static final int MUTATIONS = Integer.getInteger("taproot.mutations", 600);
	private static final int SIDE = 40;

	/** Texts of Java's, TensorFlow's and other libraries'. */
	private static final Pattern FOREIGN = Pattern.compile("\\b(null|NaN|EOF)\\b|\\b[a-z]+(\\.[a-z0-9]+)+\\.[A-Z]|" +
		"[a-z](Exception|Error)\\b|out of (bounds|range)|\\b[Ii]ndex -?\\d|for length|for input string|" +
		"bufferSize|Unexpected|Expected .* but was|\\bat path\\b|Arrays?\\b.*\\bsize|[Mm]alformed|Unmappable|" +
		"\\b(int|long|byte|float|double)\\b|integer overflow|Java heap|stream");

	/** Reads a file in one of the ways in which the program reads such files. */
	private interface Reading {

		void read(Path file) throws Exception;
	}

	/** A sound file, and all that reads such files. */
	private record Kind(String name, byte[] sound, List<Reading> readings) {}

	@TempDir
	private Path temp;

	@Test
	void eachIsReadOrRefusedInASentenceThatNamesIt() throws Exception {
		List<Kind> kinds = kinds();
		Map<String, String> fallen = new TreeMap<>();
		Map<String, Integer> refused = new TreeMap<>();
		int tried = 0;
		for (Kind kind : kinds) {
			Path file = temp.resolve(kind.name);
			Files.write(file, kind.sound);
			for (Reading reading : kind.readings) reading.read(file);
		}
		for (int i = 0; i < MUTATIONS; i++) {
			Kind kind = kinds.get(i % kinds.size());
			Path file = temp.resolve(kind.name);
			Files.write(file, mutated(kind, new Random(i)));
			for (Reading reading : kind.readings) {
				tried++;
				long start = System.nanoTime();
				String flaw = null;
				try {
					reading.read(file);
				}
				catch (IOException e) {
					refused.merge(kind.name, 1, Integer::sum);
					flaw = flaw(e.getMessage(), file);
				}
				catch (Throwable e) {
					StringWriter trace = new StringWriter();
					e.printStackTrace(new PrintWriter(trace));
					flaw = trace.toString().lines().filter(line -> !line.contains("junit")).limit(8).toList()
						.toString();
				}
				double seconds = (System.nanoTime() - start) / 1e9;
				if (seconds > 5) flaw = "took " + seconds + " s";
				if (flaw == null) continue;
				String place = kind.name + " " + kind.readings.indexOf(reading) + ", mutation " + i + ": ";
				fallen.putIfAbsent(kind.name + flaw.replaceAll("\\d+", "0"), place + flaw);
			}
		}
		System.out.println("Damaged files: " + MUTATIONS + " tried, " + tried + " readings, refused " + refused +
			", fallen " + fallen.size());
		assertEquals("", String.join("\n", fallen.values()));
	}

	/** An A3 page scanned in colour of 16 bits takes three times what its pixels tell. */
	@Test
	void whatDoesNotFitIsRefusedBeforeItIsDecoded() throws IOException {
		int side = (int) Math.min(26_000, Math.sqrt(Runtime.getRuntime().maxMemory() / 8.0));
		assumeTrue(12L * side * side > Runtime.getRuntime().maxMemory(), "needs less memory");
		ByteBuffer header = ByteBuffer.allocate(41);
		header.putLong(0x89504e470d0a1a0aL).putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
		header.putInt(side).putInt(side).put(new byte[] { 16, 2, 0, 0, 0 });
		CRC32 sum = new CRC32();
		sum.update(header.array(), 12, 17);
		header.putInt((int) sum.getValue()).putInt(1 << 22).put("IDAT".getBytes(StandardCharsets.US_ASCII));
		Path file = Files.write(temp.resolve("a3.png"), header.array());
		assertTrue(refusal(() -> ImageFiles.read(file)).contains("is too short for them: copy or export it again."));
		try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
			sparse.seek(header.capacity() + (1 << 22) + Integer.BYTES);
			sparse.write(new byte[] { 0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82 });
		}
		String refused = refusal(() -> ImageFiles.read(file));
		assertTrue(refused.startsWith(file + " has " + side + "x" + side + " pixels, which do not fit into memory"),
			refused);
	}

	@Test
	void aTableOfManyCellsIsRefusedBeforeTheyAreMade() throws IOException {
		assumeTrue(Runtime.getRuntime().maxMemory() < 4L << 30, "needs less memory");
		Path file = Files.write(temp.resolve("cells.csv"), "1,".repeat(31 << 20).getBytes(StandardCharsets.US_ASCII));
		String refused = refusal(() -> Table.read(file));
		assertTrue(refused.startsWith(file + " has about 32505856 cells, which do not fit into memory: give Fiji"),
			refused);
	}

	private static String refusal(Executable reading) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		String message = assertThrows(IOException.class, reading).getMessage();
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertTrue(allocated < 300 << 20, allocated + " bytes");
		return message;
	}

	private static String flaw(String message, Path file) throws IOException {
		if (message == null) return "no text";
		if (!message.contains(file.getFileName().toString())) return "lacks the file's name: " + message;
		String rest = message.replace(file.toString(), "FILE").replace(file.getParent().toString(), "FOLDER");
		// A message may show what a table or a description says.
		String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
		boolean isForeign = FOREIGN.matcher(rest).results().anyMatch(found -> !content.contains(found.group()));
		if (isForeign) return "is foreign: " + message;
		return rest.strip().matches("(?s).*[.)]|.*=\\.\\.\\.") ? null : "is no sentence: " + message;
	}

	private List<Kind> kinds() throws Exception {
		List<Reading> images = List.of(file -> new ImageFiles().readPhotograph(file),
			file -> new ImageFiles(RootMarks.of("255", "")).readMasks(file),
			file -> new ImageFiles().readAnnotation(file, SIDE, SIDE), file -> ImageFiles.pixels(file),
			file -> new ImageFiles().turn(file), file -> Thumbnail.of(file, null, 16),
			file -> PredictionFiles.read(file, RootMarks.AUTOMATIC, 0.5));
		List<Reading> scans = new ArrayList<>(images);
		scans.add(file -> {
			try (ScanFile scan = new ScanFile(file)) {
				scan.read(0, 0, Math.min(scan.width(), 10), Math.min(scan.height(), 10), new float[3000]);
			}
			catch (UncheckedIOException e) {
				throw e.getCause();
			}
		});
		List<Kind> kinds = new ArrayList<>();
		Map<String, Integer> types = new LinkedHashMap<>();
		types.put("grey", BufferedImage.TYPE_BYTE_GRAY);
		types.put("rgb", BufferedImage.TYPE_3BYTE_BGR);
		types.put("rgba", BufferedImage.TYPE_4BYTE_ABGR);
		types.put("deep", BufferedImage.TYPE_USHORT_GRAY);
		types.put("palette", BufferedImage.TYPE_BYTE_INDEXED);
		types.put("bits", BufferedImage.TYPE_BYTE_BINARY);
		for (String type : types.keySet()) {
			kinds.add(new Kind(type + ".png", image(picture(types.get(type)), "png", null, null, false), images));
		}
		kinds.add(new Kind("laced.png", image(picture(types.get("rgb")), "png", null, null, true), images));
		kinds.add(new Kind("grey.jpg", image(picture(types.get("grey")), "jpeg", null, null, false), images));
		kinds.add(new Kind("laced.jpg", image(picture(types.get("rgb")), "jpeg", null, null, true), images));
		kinds.add(new Kind("rgb.bmp", image(picture(types.get("rgb")), "bmp", null, null, false), images));
		kinds.add(new Kind("palette.gif", image(picture(types.get("palette")), "gif", null, null, false), images));
		for (String compression : List.of("", "LZW", "Deflate", "ZLib", "PackBits", "JPEG")) {
			for (String type : List.of("grey", "rgb", "deep")) {
				if (compression.equals("JPEG") && type.equals("deep")) continue;
				for (boolean isTiled : new boolean[] { false, true }) {
					String name = type + compression.toLowerCase() + (isTiled ? "tiles" : "") + ".tif";
					kinds.add(new Kind(name, image(picture(types.get(type)), "tiff", compression, isTiled ? 16 : null,
						type.equals("rgb")), scans));
				}
			}
		}
		kinds.add(new Kind("big.tif", bigTiff(), List.of(file -> {
			try {
				ImageFiles.read(file);
			}
			catch (IOException e) {
				if (!e.getMessage().contains("BigTIFF")) throw e;
			}
		})));
		addOutlines(kinds);
		addModels(kinds);
		addTexts(kinds);
		return kinds;
	}

	private static BufferedImage picture(int type) {
		BufferedImage image = new BufferedImage(SIDE, SIDE, type);
		for (int y = 0; y < SIDE; y++) {
			for (int x = 0; x < SIDE; x++) {
				int value = x / 3 == 5 || y / 2 == 9 ? 255 : 0;
				image.setRGB(x, y, 0xff000000 | value << 16 | value << 8 | value);
			}
		}
		return image;
	}

	/** @param more interlaced or progressive; of TIFFs with differences of neighbours, where they may have them */
	private static byte[] image(BufferedImage image, String format, String compression, Integer tile, boolean more)
		throws IOException
	{
		ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(out);
			ImageWriteParam param = writer.getDefaultWriteParam();
			if (more && compression == null) param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
			IIOMetadata metadata = null;
			if (compression != null && !compression.isEmpty()) {
				param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
				param.setCompressionType(compression);
				metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
				if (more && !List.of("PackBits", "JPEG").contains(compression)) {
					TIFFDirectory tags = TIFFDirectory.createFromMetadata(metadata);
					tags.addTIFFField(new TIFFField(BaselineTIFFTagSet.getInstance()
						.getTag(BaselineTIFFTagSet.TAG_PREDICTOR), 2));
					metadata = tags.getAsMetadata();
				}
			}
			if (tile != null) {
				param.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
				param.setTiling(tile, tile, 0, 0);
			}
			writer.write(null, new IIOImage(image, null, metadata), param);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

	/** Two pixels of 8 bits, with the tags that they need. */
	private static byte[] bigTiff() {
		int[][] tags = { { 256, 2 }, { 257, 1 }, { 258, 8 }, { 259, 1 }, { 262, 1 }, { 273, 16 }, { 277, 1 },
			{ 278, 1 }, { 279, 2 } };
		ByteBuffer file = ByteBuffer.allocate(24 + 8 + 20 * tags.length + 8).order(ByteOrder.LITTLE_ENDIAN);
		file.put("II+\0".getBytes(StandardCharsets.US_ASCII)).putShort((short) 8).putShort((short) 0).putLong(24);
		file.putLong(255).putLong(tags.length);
		for (int[] tag : tags) file.putShort((short) tag[0]).putShort((short) 4).putLong(1).putLong(tag[1]);
		return file.array();
	}

	private static void addOutlines(List<Kind> kinds) throws IOException {
		List<Reading> outlines = List.of(file -> new SelectionFiles().read(file, SIDE, SIDE));
		Roi polygon = new PolygonRoi(new float[] { 3, 30, 20.5f }, new float[] { 4, 5, 30 }, 3, Roi.POLYGON);
		Roi line = new PolygonRoi(new int[] { 3, 30, 20 }, new int[] { 4, 5, 30 }, 3, Roi.POLYLINE);
		line.setStrokeWidth(3);
		line.setName("root");
		Roi text = new TextRoi(3, 4, "root");
		kinds.add(new Kind("polygon.roi", RoiEncoder.saveAsByteArray(polygon), outlines));
		kinds.add(new Kind("line.roi", RoiEncoder.saveAsByteArray(line), outlines));
		kinds.add(new Kind("box.roi", RoiEncoder.saveAsByteArray(new Roi(3, 4, 10, 20)), outlines));
		Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put("a.roi", RoiEncoder.saveAsByteArray(polygon));
		entries.put("b.roi", RoiEncoder.saveAsByteArray(line));
		entries.put("c.roi", RoiEncoder.saveAsByteArray(text));
		entries.put("d.roi", RoiEncoder.saveAsByteArray(new PointRoi(3, 4)));
		kinds.add(new Kind("outlines.zip", zip(entries), outlines));
		kinds.add(new Kind("outlines.json",
			("{\"version\": \"5.0.1\", \"shapes\": [\n{\"label\": \"root\", \"points\": " +
			"[[3, 4], [30.5, 5], [20, 30]], \"shape_type\": \"polygon\"},\n{\"label\": \"soil\", \"points\": " +
			"[[1, 1], " +
			"[9, 9]], \"shape_type\": \"rectangle\"},\n{\"label\": \"root\", \"points\": [[20, 20], [25, 20]], " +
			"\"shape_type\": \"circle\"}],\n\"imagePath\": \"a.png\", \"imageHeight\": 40, \"imageWidth\": 40}")
				.getBytes(StandardCharsets.UTF_8), outlines));
		kinds.add(new Kind("roots.rsml", ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rsml><metadata>" +
			"<unit>mm</unit><resolution>11.8</resolution><image><name>a.png</name></image></metadata><scene><plant>" +
			"<root ID=\"1\"><geometry><polyline><point x=\"1\" y=\"2\"/><point x=\"30\" y=\"20.5\"/></polyline>" +
			"</geometry><functions><function name=\"diameter\" domain=\"polyline\"><sample value=\"2\"/>" +
			"<sample value=\"3\"/></function></functions><root><geometry><polyline><point x=\"5\" y=\"2\"/>" +
			"<point x=\"9\" y=\"12\"/></polyline></geometry></root></root></plant></scene></rsml>")
				.getBytes(StandardCharsets.UTF_8), List.of(file -> Rsml.content(file))));
	}

	private void addModels(List<Kind> kinds) throws IOException {
		UNetArchitecture architecture = new UNetArchitecture(1, UNetArchitecture.Head.PLAIN);
		Map<String, float[]> weights = new HashMap<>();
		for (Parameter parameter : architecture.parameters()) {
			weights.put(parameter.name(), new float[parameter.size()]);
		}
		Path file = temp.resolve("made");
		UNetModel.untrained(TrainingSettings.paper(1).of(architecture), weights, "CPU").save(file);
		kinds.add(new Kind("model.zip", Files.readAllBytes(file), List.of(UNetModel::load, ModelFacts::of)));
		new PyTorchWeights(architecture, weights).write(file);
		kinds.add(new Kind("weights.pt", Files.readAllBytes(file), List.of(PyTorchWeights::read)));
		Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put("rdf.yaml", ("format_version: 0.4.10\nname: Roots\ndescription: finds roots\nauthors:\n- " +
			"{name: A}\n" +
			"license: MIT\ncite:\n- {text: A 2020, doi: 10.1/2}\ninputs:\n- {name: raw, axes: byxc, data_type: " +
			"float32, " +
			"shape: [1, 64, 64, 3], preprocessing: [{name: scale_range, kwargs: {mode: per_sample, axes: xyc}}]}\n" +
			"outputs:\n- {name: roots, axes: byxc, data_type: float32, shape: [1, 64, 64, 1]}\nweights:\n  " +
			"tensorflow_saved_model_bundle:\n    source: model.zip\n    sha256: 00\n")
			.getBytes(StandardCharsets.UTF_8));
		kinds.add(new Kind("package.zip", zip(entries), List.of(ModelFacts::of)));
		kinds.add(new Kind("array.npy", NpyArray.write(new Values(new float[] { 1, 2, 3, 4, 5, 6 }, 2, 3)),
			List.of(read -> {
				try {
					NpyArray.read(Files.readAllBytes(read));
				}
				catch (IOException e) {
					// Who reads it names the file.
					throw new IOException(read + " has " + e.getMessage() + ".", e);
				}
			})));
	}

	private void addTexts(List<Kind> kinds) throws IOException {
		kinds.add(new Kind("lengths.csv", ("file,length_mm,note\n\"a, " +
			"b.png\",\"1,027.5\",x\nb.png,12.25,\nc.tif,-3,\"y\"\n")
			.getBytes(StandardCharsets.UTF_8),
			List.of(file -> NamedNumbers.of(file, Table.read(file), "", "length_column",
				List.of("length_mm"), ""))));
		kinds.add(new Kind("counts.tsv", "\uFEFFTitle\n\nLabel\tCount\r\na\t12.5\r\nb\t980\r\n"
			.getBytes(StandardCharsets.UTF_16),
			List.of(file -> NamedNumbers.of(file, Table.read(file), "", "count_column",
				List.of(), ""))));
		Path settings = temp.resolve("made.json");
		FrangiSettingsFile.write(FrangiSettings.PAPER, Map.of("f1", 0.5), settings);
		kinds.add(new Kind("frangi.json", Files.readAllBytes(settings), List.of(FrangiSettingsFile::read)));
		Path photographs = Files.createDirectory(temp.resolve("photographs"));
		ImageIO.write(picture(BufferedImage.TYPE_BYTE_GRAY), "png", photographs.resolve("a.png").toFile());
		kinds.add(new Kind("summary.csv",
			("file,status,seconds,root_length_px,confidence,message\na.png,done,1.5,100,0.9,\n" +
			"b.png,failed,0.1,,,\"b.png is damaged, or cut short.\"\n").getBytes(StandardCharsets.UTF_8),
			List.of(file -> SegmentationReview.read(file.getParent(), photographs))));
		Path counted = Files.createDirectory(temp.resolve("counted"));
		kinds.add(new Kind("crossings.csv", "file,x_px,y_px\na.png,1.50000,2\na.png,3,4\n"
			.getBytes(StandardCharsets.UTF_8), List.of(file -> {
				Path copy = counted.resolve("crossings.csv");
				Files.write(copy, Files.readAllBytes(file));
				HandCounts.open(photographs, counted, new LineGrid(20, true, LineGrid.Lines.BOTH, 0, 0), null);
			})));
	}

	private static byte[] zip(Map<String, byte[]> entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
		return bytes.toByteArray();
	}

	/** Half of the zips are damaged within an entry, and sound as zips. */
	private static byte[] mutated(Kind kind, Random random) throws IOException {
		boolean isZip = kind.sound[0] == 'P' && kind.sound[1] == 'K';
		boolean isText = kind.name.matches(".*\\.(csv|tsv|json|rsml)");
		if (!isZip || random.nextInt(4) == 0) return mutated(kind.sound, isText, random);
		Map<String, byte[]> entries = new LinkedHashMap<>();
		ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(kind.sound));
		for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
			entries.put(entry.getName(), zip.readAllBytes());
		}
		List<String> names = List.copyOf(entries.keySet());
		// The first says what the others are.
		String name = names.get(random.nextBoolean() ? 0 : random.nextInt(names.size()));
		if (random.nextInt(10) == 0) entries.remove(name);
		else entries.put(name, mutated(entries.get(name), name.matches(".*(json|yaml)"), random));
		return zip(entries);
	}

	private static byte[] mutated(byte[] sound, boolean isText, Random random) {
		byte[] bytes = sound.clone();
		int times = 1 << random.nextInt(4);
		for (int k = 0; k < times && bytes.length > 0; k++) {
			// Headers say most.
			int from = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 200));
			int length = 1 + random.nextInt(Math.min(bytes.length - from, 1 << random.nextInt(8)));
			switch (random.nextInt(isText ? 10 : 8)) {
				case 0 -> bytes[from] ^= 1 << random.nextInt(8);
				case 1 -> bytes[from] = (byte) random.nextInt(256);
				case 2 -> bytes[from] = (byte) (random.nextBoolean() ? 0 : -1);
				case 3 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, from) :
					spliced(bytes, from, length, "");
				case 4 -> bytes = spliced(bytes, from, 0, new String(bytes, from, length, StandardCharsets.ISO_8859_1));
				case 5 -> {
					byte[] extreme = { 0x7f, -1, -1, -1 };
					if (random.nextBoolean()) extreme = new byte[] { -1, -1, -1, 0x7f };
					System.arraycopy(extreme, 0, bytes, from, Math.min(4, bytes.length - from));
				}
				case 6 -> {
					int other = random.nextInt(bytes.length - length + 1);
					byte[] part = Arrays.copyOfRange(bytes, from, from + length);
					System.arraycopy(bytes, other, bytes, from, length);
					System.arraycopy(part, 0, bytes, other, length);
				}
				case 7 -> Arrays.fill(bytes, from, from + length, (byte) random.nextInt(256));
				default -> {
					List<String> odd = List.of("null", "-1", "0", "1e999", "NaN", "9999999999999999999",
						"\"\"", "[]", "{}", "true", "\"", ",", ";", "\n", "=", "0.5", "\u0000", "[".repeat(5000),
						"1".repeat(5000), "&x;");
					bytes = token(bytes, from, odd.get(random.nextInt(odd.size())));
				}
			}
		}
		return bytes;
	}

	/** Puts something in the place of the word or number that stands somewhere. */
	private static byte[] token(byte[] bytes, int at, String other) {
		int from = at;
		int to = at;
		while (from > 0 && isOfWord(bytes[from - 1])) from--;
		while (to < bytes.length && isOfWord(bytes[to])) to++;
		return spliced(bytes, from, to - from, other);
	}

	private static boolean isOfWord(byte b) {
		return Character.isLetterOrDigit(b) || b == '.' || b == '-' || b == '_';
	}

	private static byte[] spliced(byte[] bytes, int from, int removed, String added) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(bytes, 0, from);
		out.writeBytes(added.getBytes(StandardCharsets.ISO_8859_1));
		out.write(bytes, from + removed, bytes.length - from - removed);
		return out.toByteArray();
	}
}
