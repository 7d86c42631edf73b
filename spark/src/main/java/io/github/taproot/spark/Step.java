// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;

import org.apache.spark.sql.Row;

/** What is done with a photograph, on an executor. */
interface Step extends Serializable {

	/** @return rows of {@link ResultTable#SCHEMA}, at least one */
	List<Row> of(Listed file) throws IOException;
}
