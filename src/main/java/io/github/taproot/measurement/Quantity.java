package io.github.taproot.measurement;

/**
 * One number of a measurement.
 *
 * @param name for programs to read, with the unit at its end: {@code root_area_mm2}
 * @param value the number in that unit
 */
public record Quantity(String name, double value) {}
