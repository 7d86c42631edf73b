// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.taproot.roots.skeleton.References;
import io.github.taproot.table.Quantity;

class AgreementTest {

	/** Means 3 and 4; sums of squares 10 and 6, of products 6; squared residuals 2.4. */
	private static final double[] X = { 1, 2, 3, 4, 5 };
	private static final double[] Y = { 2, 4, 5, 4, 5 };
	/** 97.5 % quantiles of Student's t, as tables have them. */
	private static final double T3 = 3.182446305284263;
	private static final double T4 = 2.7764451051977987;
	private static final double Z = 1.959963984540054;

	private static double[] numbers(String text) {
		return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
	}

	private static void assertInterval(double low, double high, Interval interval) {
		assertEquals(low, interval.low(), 1e-9);
		assertEquals(high, interval.high(), 1e-9);
	}

	@Test
	void fivePairsOnPaper() {
		Agreement agreement = Agreement.of(X, Y);
		Regression line = agreement.regression();
		assertEquals(5, line.n());
		assertEquals(0.6, line.slope(), 1e-12);
		assertEquals(2.2, line.intercept(), 1e-12);
		assertEquals(0.6, line.rSquared(), 1e-12);
		assertEquals(Math.sqrt(0.8), line.deviation(), 1e-12);
		assertEquals(Math.sqrt(0.08), line.slopeError(), 1e-12);
		assertEquals(Math.sqrt(0.88), line.interceptError(), 1e-12);
		assertInterval(0.6 - T3 * Math.sqrt(0.08), 0.6 + T3 * Math.sqrt(0.08), line.slopeInterval());
		assertInterval(2.2 - T3 * Math.sqrt(0.88), 2.2 + T3 * Math.sqrt(0.88), line.interceptInterval());
		// At the mean of x the line lies at the mean of y, and its variance is a fifth.
		assertInterval(4 - T3 * 0.4, 4 + T3 * 0.4, line.meanInterval(3));
		assertEquals(Math.sqrt(0.6), agreement.pearson().value(), 1e-12);
		// Student's t with 3 degrees of freedom has a closed form.
		double t = 0.6 / Math.sqrt(0.08);
		double angle = Math.atan(t / Math.sqrt(3));
		assertEquals(1 - 2 / Math.PI * (angle + Math.sin(angle) * Math.cos(angle)), agreement.pearson().p(), 1e-12);
		double z = Math.log((1 + Math.sqrt(0.6)) / (1 - Math.sqrt(0.6))) / 2;
		assertInterval(Math.tanh(z - Z / Math.sqrt(2)), Math.tanh(z + Z / Math.sqrt(2)), agreement.pearson()
			.interval());
	}

	@Test
	void ranksOfTiesOnPaper() {
		// Ranks of y: 1, 2.5, 4.5, 2.5, 4.5; sums of squares 10 and 9, of products 7.
		Correlation spearman = Agreement.of(X, Y).spearman();
		assertEquals(7 / Math.sqrt(90), spearman.value(), 1e-12);
		double z = Math.log((1 + 7 / Math.sqrt(90)) / (1 - 7 / Math.sqrt(90))) / 2;
		double halfWidth = Z * Math.sqrt((1 + 49 / 180.) / 2);
		assertInterval(Math.tanh(z - halfWidth), Math.tanh(z + halfWidth), spearman.interval());
		// Ranks do not see how far a value is away.
		assertEquals(7 / Math.sqrt(90), Agreement.of(numbers("1 2 3 4 1000"), Y).spearman().value(), 1e-12);
	}

	@Test
	void residualsAreStudentizedWithoutTheirOwnPair() {
		// The first: residual -0.8, leverage 0.6, so internally -sqrt 2, and -sqrt 2 * sqrt(2 / (3 - 2)) externally.
		Regression line = Agreement.of(X, Y).regression();
		assertEquals(-2, line.studentizedResidual(1, 2), 1e-12);
		// The third: residual 1, leverage 0.2, so internally 1.25, and 1.25 * sqrt(2 / (3 - 1.5625)) externally.
		assertEquals(1.25 * Math.sqrt(2 / 1.4375), line.studentizedResidual(3, 5), 1e-12);
		// Student's t with 2 degrees of freedom: 1 - t / sqrt(2 + t²) in both tails.
		assertEquals(5 * (1 - 3 / Math.sqrt(11)), line.expectedBeyond(3), 1e-12);
	}

	@Test
	void anExactLine() {
		Agreement up = Agreement.of(X, numbers("3.1 5.1 7.1 9.1 11.1"));
		assertEquals(2, up.regression().slope(), 1e-12);
		assertEquals(1.1, up.regression().intercept(), 1e-12);
		assertEquals(1, up.regression().rSquared());
		assertEquals(0, up.regression().slopeError());
		assertEquals(0, up.regression().studentizedResidual(2, 5.1));
		// Student's t is infinite, and Fisher's z, too.
		assertEquals(1, up.pearson().value());
		assertEquals(Double.NaN, up.pearson().p());
		assertInterval(Double.NaN, Double.NaN, up.pearson().interval());
		assertEquals(1, up.spearman().value());
		assertInterval(Double.NaN, Double.NaN, up.spearman().interval());
		Agreement down = Agreement.of(X, numbers("5 4 3 2 1"));
		assertEquals(-1, down.pearson().value());
		assertEquals(-1, down.spearman().value());
		assertInterval(Double.NaN, Double.NaN, down.pearson().interval());
	}

	/**
	 * Of n! orders 2 agree with x or with its reverse; with one pair of neighbours swapped, 2 (1 + 3) agree as well of
	 * 4 ranks, 2 (1 + 6) of 7. Of tied ones their places count: 4 for one 9 of four, 6 for two.
	 */
	@ParameterizedTest
	@CsvSource({ "1 2 3, 2, 6", "3 1 2, 6, 6", "1 2 3 4, 2, 24", "2 1 3 4, 8, 24", "5 4 3 2 1, 2, 120",
		"1 2 3 4 6 5 7, 14, 5040", "1 2 3 4 5 6 7 8 9, 2, 362880", "1 1 1 9, 2, 4", "1 1 9 9, 2, 6",
		"1 9 9 1, 6, 6", "1 9 1 9, 4, 6", "2 4 5 4 5, 24, 120",
		"1 2 3 4 5 6 7 8 9 10, 2, 3628800", "1 1 1 1 1 9 9 9 9 9 9, 1, 462" })
	void pOfFewRanksCountsTheirOrders(String y, double orders, double ofAll) {
		double[] values = numbers(y);
		double[] x = IntStream.range(0, values.length).mapToDouble(i -> i * i).toArray();
		// The last has ties in x, too, and a rho of 1.
		double p = Agreement.of(values.length > 10 ? values : x, values).spearman().p();
		assertEquals(orders / ofAll, p, 1e-12);
	}

	@Test
	void pOfManyRanksIsByStudentsT() {
		// Neighbours swapped: rho is 1 - 6 * 10 / 990, whose p is that of spearmanr in SciPy 1.17.
		Correlation ten = Agreement.of(numbers("1 2 3 4 5 6 7 8 9 10"), numbers("2 1 4 3 6 5 8 7 10 9")).spearman();
		assertEquals(1 - 60 / 990., ten.value(), 1e-12);
		assertEquals(5.4840529985136686e-05, ten.p(), 1e-11);
	}

	@Test
	void onePairBesideAnExactLine() {
		Regression line = Agreement.of(numbers("0 1 2 3 4"), numbers("0 1 9 3 4")).regression();
		assertEquals(Double.POSITIVE_INFINITY, line.studentizedResidual(2, 9));
		assertTrue(Math.abs(line.studentizedResidual(0, 0)) < 3);
		// Its x is its own, and the others share one: the line must pass through.
		line = Agreement.of(numbers("1 1 1 9"), numbers("1 2 3 8")).regression();
		assertEquals(8, line.fitted(9), 1e-12);
		assertEquals(Double.NaN, line.studentizedResidual(9, 8));
		// A triangle leaves nothing to estimate a deviation from.
		line = Agreement.of(numbers("0 1 2"), numbers("0 1 0")).regression();
		assertEquals(Double.NaN, line.studentizedResidual(1, 1));
		assertEquals(Double.NaN, line.expectedBeyond(3));
	}

	@Test
	void nothingRelated() {
		Agreement none = Agreement.of(numbers("0 1 2"), numbers("0 1 0"));
		assertEquals(0, none.pearson().value(), 1e-15);
		assertEquals(1, none.pearson().p(), 1e-12);
		assertEquals(Double.NaN, none.pearson().interval().low());
	}

	@Test
	void differencesOnPaper() {
		// Differences -1, -2, -2, 0, 0: mean -1, standard deviation 1.
		BlandAltman differences = BlandAltman.of(X, Y);
		assertEquals(-1, differences.meanDifference(), 1e-12);
		assertEquals(1, differences.deviation(), 1e-12);
		assertInterval(-1 - Z, -1 + Z, differences.limits());
		assertInterval(-1 - T4 / Math.sqrt(5), -1 + T4 / Math.sqrt(5), differences.meanInterval());
		assertEquals(T4 * Math.sqrt(1 / 5. + Z * Z / 8), differences.limitHalfWidth(), 1e-9);
		assertThrows(IllegalArgumentException.class, () -> BlandAltman.of(numbers("1"), numbers("1")));
		assertThrows(IllegalArgumentException.class, () -> BlandAltman.of(X, numbers("1 2")));
	}

	@Test
	void theReference() throws IOException {
		Path folder = References.shared("reference/statistics");
		List<String[]> rows =
			Files.readAllLines(folder.resolve("pairs.csv")).stream().skip(1).map(row -> row.split(",")).toList();
		JsonObject expected =
			JsonParser.parseString(Files.readString(folder.resolve("expected.json"))).getAsJsonObject();
		Agreement agreement = Agreement.of(rows.stream().mapToDouble(row -> Double.parseDouble(row[1])).toArray(),
			rows.stream().mapToDouble(row -> Double.parseDouble(row[2])).toArray());
		Map<String, Double> found =
			agreement.quantities().stream().collect(Collectors.toMap(Quantity::name, Quantity::value));
		assertEquals(8, expected.size());
		for (String key : expected.keySet()) {
			double value = expected.get(key).getAsDouble();
			assertEquals(value, found.get(key), key.endsWith("p_value") ? 1e-6 * value : 1e-9, key);
		}
		// Of SciPy 1.17: pearsonr, confidence_interval, linregress; residuals by fitting 199 pairs without the one.
		assertEquals(0.8184576444803904, found.get("pearson"), 1e-9);
		assertInterval(0.7667882270069145, 0.8595891759840917, agreement.pearson().interval());
		assertInterval(0.6689432209239193, 0.8091988799841109, agreement.spearman().interval());
		assertInterval(-0.47179131550530184, 0.6674132477754092, agreement.regression().interceptInterval());
		assertInterval(0.002472355275409675, 0.0030119175608157795, agreement.regression().slopeInterval());
		Map<String, Double> outliers = new TreeMap<>();
		for (String[] row : rows) {
			double residual =
				agreement.regression().studentizedResidual(Double.parseDouble(row[1]), Double.parseDouble(row[2]));
			if (Math.abs(residual) > 3) outliers.put(row[0], residual);
		}
		assertEquals(List.of("im015", "im017", "im018", "im056", "im152"), List.copyOf(outliers.keySet()));
		assertEquals(-3.748946297, outliers.get("im015"), 1e-8);
		assertEquals(3.890050039, outliers.get("im152"), 1e-8);
	}

	@ParameterizedTest
	@CsvSource({ "1 2,1 2,at least 3", "1 2 3,1 2,each x", "1 2 NaN,1 2 3,of x is NaN",
		"1 2 3,1 Infinity 3,of y is Infinity", "7 7 7,1 2 3,All 3 values of x are 7.0",
		"1 2 3,0 0 0,All 3 values of y are 0.0",
		"1e200 2e200 5e200,1 2 3,too large", "1e-200 2e-200 5e-200,1 2 3,too small" })
	void refusesInASentence(String x, String y, String part) {
		String message =
			assertThrows(IllegalArgumentException.class, () -> Agreement.of(numbers(x), numbers(y))).getMessage();
		assertTrue(message.contains(part) && message.endsWith("."), message);
	}
}
