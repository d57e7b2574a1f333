package io.cleanroom.jdbc;

import java.util.Map;

/**
 * The vendor code of what the driver itself finds, by SQLState: the server's code where the server says the same, else one
 * of 2001 and up. {@code docs/errors.md} lists them all.
 */
final class VendorCodes {
    private static final Map<String, Integer> CODES = Map.ofEntries(
            Map.entry("08001", 2001),
            Map.entry("08006", 2002),
            Map.entry("22003", 2101),
            Map.entry("22008", 2102),
            Map.entry("22018", 2103),
            Map.entry("07001", 2201),
            Map.entry("07009", 2202),
            Map.entry("24000", 2203),
            Map.entry("HY010", 2204),
            Map.entry("02000", 2205),
            Map.entry("0100E", 2206),
            Map.entry("42601", 1101),
            Map.entry("42703", 1103),
            Map.entry("22023", 1201),
            Map.entry("28000", 1301),
            Map.entry("08004", 1302),
            Map.entry("08003", 1303),
            Map.entry("53300", 1501),
            Map.entry("53400", 1502),
            Map.entry("57014", 1601),
            Map.entry("0A000", 1701),
            Map.entry("XX000", 1901));

    /** 57014 is both this and {@code cancelled}. */
    static final int TIMED_OUT = 1602;

    private VendorCodes() {}

    static int of(String state) {
        return CODES.getOrDefault(state, 0);
    }
}
