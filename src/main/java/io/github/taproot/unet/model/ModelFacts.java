// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.unet.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.taproot.unet.EpochScore;
import io.github.taproot.unet.ModelDetails;
import io.github.taproot.unet.NetworkArchitecture;
import io.github.taproot.unet.TrainingSettings;
import io.github.taproot.unet.UNetModel;

/** What a model's file tells of it, without running anything. */
public final class ModelFacts {

	private ModelFacts() {}

	/**
	 * All that a file tells.
	 *
	 * @param file null for the {@link BundledModel}
	 * @return by name, in an order for people
	 * @throws IOException as {@link ModelFile#open}
	 */
	public static Map<String, Object> of(Path file) throws IOException {
		if (file == null) return ofBundled();
		boolean isOfOthers = ModelPackage.isOfOthers(file);
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("file", file.toString());
		facts.put("megabytes", Files.exists(file) ? megabytes(Files.size(file)) : 0);
		if (isOfOthers) facts.put("kind", "package of BioImage.IO, made by others");
		else addOwn(facts, UNetModel.load(file));
		if (!ModelPackage.isOne(file)) return facts;
		try (ModelPackage described = ModelPackage.open(file)) {
			addDescription(facts, described.rdf());
			if (isOfOthers) {
				Rdf weights = described.weights();
				facts.put("weights", weights.text("source"));
				if (weights.has("sha256")) facts.put("weights_sha256", weights.text("sha256"));
			}
		}
		catch (IOException e) {
			throw ModelPackage.unusable(file, e);
		}
		return facts;
	}

	private static Map<String, Object> ofBundled() {
		BundledModel model = BundledModel.MODEL;
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("name", model.title());
		facts.put("sha256", model.sha256());
		facts.put("megabytes", megabytes(model.bytes().length));
		addOwn(facts, model.load());
		return facts;
	}

	private static double megabytes(long bytes) {
		return Math.round(bytes / 1e5) / 10.0;
	}

	private static void addOwn(Map<String, Object> facts, UNetModel model) {
		NetworkArchitecture network = model.architecture();
		ModelDetails details = model.details();
		facts.put("kind", "model of Taproot");
		facts.put("network", network.title());
		facts.put("width", network.width());
		facts.put("parameters", network.parameterCount());
		if (details.reliability() != null) {
			facts.put("expected_accuracy_measured_on", details.reliability().photographs() + " photographs");
		}
		if (details.imported() != null) {
			facts.put("imported_from", details.imported());
			facts.put("training", "not known");
			facts.put("date", details.date());
			return;
		}
		TrainingSettings settings = details.settings();
		if (details.continued() != null) facts.put("continued_from", details.continued());
		facts.put("date", details.date());
		facts.put("trained_on", details.device());
		facts.put("training_photographs", details.trainingImages().size());
		facts.put("validation_photographs", details.validationImages().size());
		facts.put("epoch", details.epoch());
		for (EpochScore score : details.history()) {
			if (score.epoch() != details.epoch()) continue;
			facts.put("steps", score.steps());
			facts.put("minutes", Math.round(score.minutes() * 10) / 10.0);
			if (score.f1() == null) continue;
			facts.put("validation_f1", rounded(score.f1()));
			if (score.centreLineF1() != null) {
				facts.put("validation_centre_line_f1_2_px", rounded(score.centreLineF1()));
			}
			facts.put("validation_precision", rounded(score.precision()));
			facts.put("validation_recall", rounded(score.recall()));
		}
		facts.put("tiles", settings.batch() + " of " + settings.side() + " px a step");
		facts.put("optimiser", settings.optimiser().method().name().toLowerCase(Locale.ROOT) + ", learning rate " +
			settings.rate());
		facts.put("sampling", settings.sampling().name().toLowerCase(Locale.ROOT));
		facts.put("augmentation", settings.variation().name().toLowerCase(Locale.ROOT));
		facts.put("seed", settings.seed());
		facts.put("taproot", details.taproot());
		facts.put("tensorflow", details.tensorflow());
	}

	private static double rounded(double value) {
		return Math.round(value * 10_000) / 10_000.0;
	}

	private static void addDescription(Map<String, Object> facts, Rdf rdf) throws IOException {
		facts.put("bioimageio_format", rdf.text("format_version", "unknown"));
		facts.put("name", rdf.text("name", ""));
		facts.put("description", rdf.text("description", ""));
		List<String> authors = new ArrayList<>();
		for (Rdf author : rdf.parts("authors")) authors.add(author.text("name", ""));
		facts.put("authors", String.join(", ", authors));
		facts.put("licence", rdf.text("license", "none given"));
		List<String> cited = new ArrayList<>();
		for (Rdf work : rdf.parts("cite")) {
			cited.add((work.text("text", "") + " " + work.text("doi", work.text("url", ""))).strip());
		}
		facts.put("cite", String.join("; ", cited));
		for (Rdf input : rdf.parts("inputs")) facts.put("input", tensor(input, false));
		for (Rdf output : rdf.parts("outputs")) facts.put("output", tensor(output, true));
	}

	private static String tensor(Rdf tensor, boolean isOutput) {
		try {
			ImageTensor image = ImageTensor.of(tensor, isOutput);
			StringBuilder text = new StringBuilder("axes ").append(image.axes());
			if (image.sizes()[image.axis('y')] > 0) {
				text.append(", ").append(image.sizes()[image.axis('x')]).append('x')
					.append(image.sizes()[image.axis('y')]).append(" px");
				if (image.steps()[image.axis('y')] > 0) {
					text.append(" or more by ").append(image.steps()[image.axis('y')]);
				}
			}
			if (!image.channels().isEmpty()) text.append(", channels ").append(String.join(", ", image.channels()));
			return text.toString();
		}
		catch (IOException e) {
			return e.getMessage();
		}
	}
}
