// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.evaluation.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taproot.evaluation.Agreement;
import io.github.taproot.evaluation.BlandAltman;
import io.github.taproot.evaluation.NamedNumbers;
import io.github.taproot.table.Table;

/**
 * Lengths and counts of the same photographs, and how they agree.
 *
 * @param mistakes a sentence for each row that was left out
 */
record CountAgreement(Settings settings, Side lengths, Side counts, List<Pair> pairs, Agreement agreement,
	List<String> mistakes)
{

	/**
	 * How they were compared.
	 *
	 * @param sameUnit as {@link CountComparison}
	 * @param isSum whether several rows of a photograph are added up; otherwise their mean is taken
	 * @param outlierLimit as {@link CountComparison}
	 */
	record Settings(boolean sameUnit, boolean isSum, double outlierLimit) {}

	/**
	 * One of the tables.
	 *
	 * @param lonely names that the other table lacks
	 */
	record Side(NamedNumbers numbers, List<String> lonely) {}

	/** A number, and of how many rows it is made. */
	record Combined(double value, int rows) {}

	/**
	 * A photograph with both.
	 *
	 * @param fitted the count that the line gives to the length
	 * @param studentized as {@link io.github.taproot.evaluation.Regression#studentizedResidual}
	 */
	record Pair(String name, Combined length, Combined count, double fitted, double studentized) {

		double x() {
			return length.value;
		}

		double y() {
			return count.value;
		}
	}

	/** Of the lengths, or of the counts that the line gives to them where units differ, less the counts. */
	BlandAltman differences() {
		return BlandAltman.of(compared(), pairs.stream().mapToDouble(Pair::y).toArray());
	}

	/** What the counts are taken from. */
	double[] compared() {
		return pairs.stream().mapToDouble(settings.sameUnit ? Pair::x : Pair::fitted).toArray();
	}

	boolean isOutlier(Pair pair) {
		return Math.abs(pair.studentized) > settings.outlierLimit;
	}

	List<Pair> outliers() {
		return pairs.stream().filter(this::isOutlier).toList();
	}

	/** How many photographs have several rows. */
	long combined() {
		return pairs.stream().filter(pair -> pair.length.rows > 1 || pair.count.rows > 1).count();
	}

	/** What is taken of several rows. */
	String combination() {
		return settings.isSum ? "sum" : "mean";
	}

	/** A row for each of some photographs. */
	Table table(List<Pair> some) {
		Table table = new Table();
		for (Pair pair : some) {
			Map<String, Object> row = new LinkedHashMap<>();
			row.put("name", pair.name);
			row.put("length", pair.x());
			row.put("count", pair.y());
			row.put(settings.isSum ? "counts_added" : "counts_averaged", pair.count.rows);
			row.put("fitted", pair.fitted);
			row.put("residual", pair.y() - pair.fitted);
			row.put("studentized_residual", pair.studentized);
			row.put("outlier", isOutlier(pair));
			table.add(row);
		}
		return table;
	}
}
