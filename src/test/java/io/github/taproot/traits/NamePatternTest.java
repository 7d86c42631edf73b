package io.github.taproot.traits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
		"ci-600|PD_T088_L004_13.11.18_091057_015|{experiment=PD, tube=88, window=4, date=2018-11-13, time=09:10:57, session=15, user=}",
		"ci-600|T002_L002_2017.03.20_115856_001_me|{experiment=, tube=2, window=2, date=2017-03-20, time=11:58:56, session=1, user=me}",
		"BARTZ|T003W012S002|{experiment=, tube=3, window=12, session=2, date=}",
		"panels|box7_panel02_20210530_left|{rhizotron=box7, panel=2, date=2021-05-30, direction=left}",
		"panels|my box_P2_2021-05-30|{rhizotron=my box, panel=2, date=2021-05-30, direction=}",
		"date|box 7_2021-05-30|{rhizotron=box 7, date=2021-05-30, time=}",
		"(?<plot>\\w+)-(?<date>.+)|0007-99.99.21|{plot=7, date=99.99.21}", "ci-600|something else|{}" })
	void namesTell(String pattern, String name, String expected) {
		assertEquals(expected, new NamePattern(pattern).read(name).toString());
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
