// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of an output folder. {@code journal} has what every run did, as Spark commits it wave by wave; {@code
 * results} has a row for each photograph, or each page of one, by its last run, with a column for each quantity, and
 * {@code results.csv} the same for people, with numbers as Taproot's tables have them.
 */
final class ResultTable {

	/** Of the journal: a row as {@link Step} makes it. */
	static final StructType SCHEMA = new StructType().add("path", DataTypes.StringType, false)
		.add("row", DataTypes.IntegerType, false)
		.add("bytes", DataTypes.LongType, false).add("modified", DataTypes.LongType, false)
		.add("status", DataTypes.StringType, false).add("message", DataTypes.StringType, false)
		.add("columns", DataTypes.createArrayType(DataTypes.StringType), false)
		.add("cells", DataTypes.createArrayType(DataTypes.StringType), false)
		.add("numbers", DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType), false)
		.add("seconds", DataTypes.DoubleType, false).add("host", DataTypes.StringType, false)
		.add("photograph_sha256", DataTypes.StringType, false).add("model_sha256", DataTypes.StringType, false)
		.add("settings_sha256", DataTypes.StringType, false).add("run", DataTypes.LongType, false);

	private static final String JOURNAL = "journal";
	private static final String RESULTS = "results";
	private static final String CSV = "results.csv";
	/** Rows of a file of the final table. */
	private static final long ROWS = 200_000;

	private final SparkSession spark;
	private final Path output;
	private final Configuration conf;

	ResultTable(SparkSession spark, Path output) {
		this.spark = spark;
		this.output = output;
		conf = spark.sparkContext().hadoopConfiguration();
	}

	/** Adds rows of a wave, all or none of them. */
	void append(Dataset<Row> rows) {
		rows.write().mode("append").parquet(path(JOURNAL));
	}

	private String path(String name) {
		return new Path(output, name).toString();
	}

	private boolean hasJournal() throws IOException {
		FileSystem files = output.getFileSystem(conf);
		Path journal = new Path(output, JOURNAL);
		if (!files.exists(journal)) return false;
		for (FileStatus file : files.listStatus(journal)) {
			if (file.getPath().getName().endsWith(".parquet")) return true;
		}
		return false;
	}

	/** What the last run of each photograph did. */
	private Dataset<Row> last() {
		Dataset<Row> journal = spark.read().schema(SCHEMA).parquet(path(JOURNAL));
		Dataset<Row> newest = journal.groupBy("path").agg(max("run").as("run"));
		return journal.join(newest, scala.jdk.javaapi.CollectionConverters.asScala(List.of("path", "run")).toSeq());
	}

	/**
	 * Those photographs that are done as these settings would do them again.
	 *
	 * @return path, bytes and modification of each
	 */
	Set<List<Object>> done(String settings) throws IOException {
		Set<List<Object>> done = new HashSet<>();
		if (!hasJournal()) return done;
		for (Row row : last().filter(col("status").equalTo("done").and(col("settings_sha256").equalTo(settings)))
			.select("path", "bytes", "modified").distinct().collectAsList())
		{
			done.add(List.of(row.getString(0), row.getLong(1), row.getLong(2)));
		}
		return done;
	}

	/**
	 * Makes the tables of all photographs that are there.
	 *
	 * @param listed their paths
	 * @return how many of them failed
	 */
	long publish(Dataset<Row> listed, long count) throws IOException {
		Dataset<Row> rows = last().join(listed, "path").cache();
		try {
			List<String> columns = columns(rows);
			Set<String> numbers = new HashSet<>();
			for (Row row : rows.select(explode(map_keys(col("numbers")))).distinct().collectAsList()) {
				numbers.add(row.getString(0));
			}
			Dataset<Row> sorted = rows.orderBy("path", "row");
			write(sorted.select(cells(columns, numbers)).coalesce((int) Math.max(1, count / ROWS)), RESULTS, true);
			write(sorted.select(cells(columns, Set.of())).coalesce(1), CSV, false);
			return rows.filter(col("status").equalTo("failed")).count();
		}
		finally {
			rows.unpersist();
		}
	}

	/** The columns of all rows, those of the first photographs first. */
	private static List<String> columns(Dataset<Row> rows) {
		Set<String> columns = new LinkedHashSet<>();
		for (Row row : rows.filter(size(col("columns")).gt(0)).groupBy("columns").agg(min("path").as("first"))
			.orderBy("first").collectAsList())
		{
			columns.addAll(row.getList(0));
		}
		return List.copyOf(columns);
	}

	private static Column[] cells(List<String> columns, Set<String> numbers) {
		List<Column> cells = new ArrayList<>(List.of(col("path"), col("status"), col("message")));
		for (String column : columns) {
			Column place = array_position(col("columns"), column);
			Column cell = numbers.contains(column) ? col("numbers").getItem(column) :
				when(place.gt(0), element_at(col("cells"), place.cast("int"))).otherwise(lit(null).cast("string"));
			cells.add(cell.as(column));
		}
		for (String column : List.of("seconds", "host", "photograph_sha256", "model_sha256", "settings_sha256")) {
			cells.add(col(column));
		}
		return cells.toArray(Column[]::new);
	}

	/** Writes a table beside, and gives it its name. */
	private void write(Dataset<Row> table, String name, boolean isParquet) throws IOException {
		FileSystem files = output.getFileSystem(conf);
		Path part = new Path(output, "." + name + ".new");
		Path target = new Path(output, name);
		files.delete(part, true);
		if (isParquet) table.write().parquet(part.toString());
		else table.write().option("header", true).option("emptyValue", "").csv(part.toString());
		Path written = part;
		if (!isParquet) {
			for (FileStatus file : files.listStatus(part)) {
				if (file.getPath().getName().endsWith(".csv")) written = file.getPath();
			}
		}
		files.delete(target, true);
		if (!files.rename(written, target)) throw new IOException("Cannot write " + target + ".");
		files.delete(part, true);
	}
}
