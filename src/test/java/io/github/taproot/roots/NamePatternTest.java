// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.roots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"ci-600|PD_T088_L004_13.11.18_091057_015|{experiment=PD, tube=88, window=4, date=2018-11-13, time=09:10:57, " +
			"session=15, user=}",
		"ci-600|T002_L002_2017.03.20_115856_001_me|{experiment=, tube=2, window=2, date=2017-03-20, time=11:58:56, " +
		"session=1, user=me}", "BARTZ|T003W012S002|{experiment=, tube=3, window=12, session=2, date=}",
		"prmi|T312_L2_19.08.17_114706_1_03|{experiment=, tube=312, window=2, date=2017-08-19, time=11:47:06, " +
		"session=1, tile=3, user=}", "prmi|2016LATERAL_T064_L010_2016.06.30_153725_006_BAZ|{experiment=2016LATERAL, " +
		"tube=64, window=10, date=2016-06-30, time=15:37:25, session=6, tile=, user=BAZ}",
		"rhizotrak|me_T23_001_25.02.15_000000_1_njo|{experiment=me, tube=23, window=1, date=2015-02-25, " +
		"time=00:00:00, session=1, user=njo}", "date-first|2017-08-16-RZ-0001|{date=2017-08-16, time=, " +
		"rhizotron=RZ-0001}", "date-first|20170816T091500_box 7|{date=2017-08-16, time=09:15:00, rhizotron=box 7}",
		"date|box_2021-02-30|{rhizotron=box, date=2021-02-30, time=}", "date|box_30.02.21|{rhizotron=box, " +
		"date=30.02.21, time=}", "date|box_01.05.21|{rhizotron=box, date=01.05.21, time=}",
		"date|box_05.05.99|{rhizotron=box, date=2099-05-05, time=}",
		"date|Wu\u0308rzel_2021-05-30|{rhizotron=W\u00fcrzel, date=2021-05-30, time=}",
		"panels|box7_panel02_20210530_left|{rhizotron=box7, panel=2, date=2021-05-30, direction=left}",
		"panels|my box_P2_2021-05-30|{rhizotron=my box, panel=2, date=2021-05-30, direction=}",
		"date|box 7_2021-05-30|{rhizotron=box 7, date=2021-05-30, time=}",
		"(?<plot>\\w+)-(?<date>.+)|0007-99.99.21|{plot=7, date=99.99.21}", "ci-600|something else|{}" })
	void namesTell(String pattern, String name, String expected) {
		assertEquals(expected, new NamePattern(pattern).read(name).toString());
	}

	private static List<String> dates(String pattern, String... names) {
		return new NamePattern(pattern).read(List.of(names)).stream().map(told -> told.get("date")).toList();
	}

	@Test
	void theFolderDecidesWhetherTheDayIsFirst() {
		assertEquals(List.of("2021-05-01", "2021-05-13"), dates("date", "a_01.05.21", "a_13.05.21"));
		assertEquals(List.of("2021-01-05", "2021-05-13"), dates("date", "a_01.05.21", "a_05.13.2021"));
		assertEquals(List.of("01.05.21", "2021-05-13"), dates("date", "a_01.05.21", "a_2021-05-13"));
		String message = assertThrows(IllegalArgumentException.class, () -> dates("date", "a_13.05.21", "b_05.14.21"))
			.getMessage();
		assertEquals("The date 13.05.21 can only have the day first (2021-05-13), but 05.14.21 only the month " +
			"(2021-05-14): write all dates in one order, such as 2021-05-13.", message);
	}

	/** As Excel and many scripts write dates; read with the year last, June was 18 years before May. */
	@Test
	void yearsOfTwoDigitsInFrontAreRefused() {
		String message = assertThrows(IllegalArgumentException.class,
			() -> dates("date", "a_21-05-30", "a_21-06-02", "b_x"))
			.getMessage();
		assertEquals("The date 21-05-30 may be 2030-05-21 or 2021-05-30: write years with four digits, such as " +
			"2021-05-30.", message);
		assertEquals(List.of("2018-11-13", "2018-11-27", "2018-12-11"),
			dates("date", "a_13.11.18", "a_27.11.18", "a_11.12.18"));
		assertEquals(List.of("2020-02-13", "2020-03-13"), dates("date", "a_13.02.20", "a_13.03.20"));
	}

	@Test
	void numbersThatAreDatesInAnotherOrder() {
		assertTrue(NamePattern.areDatesInAnotherOrder(List.of("30052021", "01062021")));
		assertTrue(NamePattern.areDatesInAnotherOrder(List.of("300521", "010621")));
		assertFalse(NamePattern.areDatesInAnotherOrder(List.of("210530", "210601")));
		assertFalse(NamePattern.areDatesInAnotherOrder(List.of("20210530", "20210601")));
		assertFalse(NamePattern.areDatesInAnotherOrder(List.of("000001", "000010")));
		assertFalse(NamePattern.areDatesInAnotherOrder(List.of("7", "10")));
	}

	@Test
	void sessionsDecideWhereDatesDoNot() {
		assertEquals(List.of("2021-05-01", "2021-06-02", "2021-05-11"),
			dates("bartz", "T1W1S1_01.05.21", "T1W1S3_02.06.21", "T1W2S2_11.05.21"));
		assertEquals(List.of("2021-01-05", "2021-02-04"), dates("bartz", "T1W1S1_01.05.21", "T1W1S2_02.04.21"));
		// The sessions of each tube count for themselves where those of all contradict each other.
		assertEquals(List.of("2021-05-01", "2021-04-02", "2021-05-01", "2021-04-02", "2021-03-02", "2021-04-01"),
			dates("bartz", "T1W1S2_01.05.21", "T1W1S1_02.04.21", "T2W1S3_01.05.21", "T2W1S2_02.04.21",
			"T3W1S8_02.03.21",
				"T3W1S9_01.04.21"));
		assertEquals(List.of("01.05.21", "03.06.21"), dates("bartz", "T1W1S1_01.05.21", "T1W1S2_03.06.21"));
	}

	@ParameterizedTest
	@CsvSource({ "2021-05-30, ''", "05.05.21, ''", "day 3, ''", "01.05.21, may be 2021-05-01 or 2021-01-05",
		"2021-02-30, is not in the calendar", "31.31.21, is not in the calendar",
		"310521, does not say which digits are the year" })
	void problemsOfDates(String text, String problem) {
		assertEquals(problem, NamePattern.dateProblem(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "ci-700", "(?<a", "no groups", "\\(?<a>b" })
	void wrongPatternsAreRefused(String pattern) {
		assertThrows(IllegalArgumentException.class, () -> new NamePattern(pattern));
	}

	@Test
	void depthsOfWindows() {
		assertEquals(0, new TubeWindows(45, 20, 0).top(1));
		assertEquals(20 * Math.sqrt(2), new TubeWindows(45, 20, 0).top(3), 1e-12);
		assertEquals(40 - 0, new TubeWindows(90, 20, 60).top(3), 1e-12);
		assertEquals(20 - 30 * Math.sqrt(3) / 2, new TubeWindows(30, 20, 60).top(3), 1e-12);
		assertThrows(IllegalArgumentException.class, () -> new TubeWindows(0, 20, 60));
		assertThrows(IllegalArgumentException.class, () -> new TubeWindows(45, 0, 60));
	}
}
