package io.cleanroom.server.error;

/** What can go wrong, as SQLState and stable vendor code; {@code docs/errors.md} lists the same. */
public enum Code {
    REFUSED("42501", 1001),
    NOT_PERMITTED("42501", 1002),
    SYNTAX("42601", 1101),
    UNKNOWN_TABLE("42P01", 1102),
    UNKNOWN_COLUMN("42703", 1103),
    UNKNOWN_FUNCTION("42883", 1104),
    UNKNOWN_OBJECT("42704", 1105),
    DUPLICATE_OBJECT("42710", 1106),
    TYPE_MISMATCH("42804", 1107),
    INVALID_DEFINITION("42P17", 1108),
    AMBIGUOUS("42702", 1109),
    INVALID_PARAMETER("22023", 1201),
    NOT_AUTHENTICATED("28000", 1301),
    NOT_AUTHORISED_TO_CONNECT("08004", 1302),
    NO_SUCH_CONNECTION("08003", 1303),
    NOT_READY("55000", 1401),
    SOURCE_UNREADABLE("55000", 1402),
    IN_USE("55006", 1403),
    TOO_MANY("53300", 1501),
    LIMIT_REACHED("53400", 1502),
    DISK_FULL("53100", 1503),
    BUDGET_USED_UP("53400", 1504),
    CANCELLED("57014", 1601),
    TIMED_OUT("57014", 1602),
    SHUTTING_DOWN("57P01", 1603),
    NOT_SUPPORTED("0A000", 1701),
    NOT_COMPLETED("XX000", 1901);

    private final String sqlState;
    private final int vendorCode;

    Code(String sqlState, int vendorCode) {
        this.sqlState = sqlState;
        this.vendorCode = vendorCode;
    }

    /** Five characters, see the JDBC page of the manual. */
    public String sqlState() {
        return sqlState;
    }

    /** Positive, never reused for another meaning. */
    public int vendorCode() {
        return vendorCode;
    }
}
