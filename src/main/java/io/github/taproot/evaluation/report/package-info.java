/** HTML pages and charts; the only room that imports JFreeChart. */
package io.github.taproot.evaluation.report;
