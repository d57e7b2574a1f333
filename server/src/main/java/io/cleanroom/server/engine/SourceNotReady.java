package io.cleanroom.server.engine;

/**
 * A table's files cannot be read as they were defined. The runner is told which of its tables it is and the code; the rest is
 * for the table's owner, who finds it in {@code system.readiness}.
 */
public final class SourceNotReady extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** As in {@code system.readiness}. */
    public enum Code {
        SOURCE_UNREADABLE,
        SOURCE_CHANGED_TYPE
    }

    private final String engineName;
    private final Code code;

    public SourceNotReady(String engineName, Code code) {
        super(code.name());
        this.engineName = engineName;
        this.code = code;
    }

    public SourceNotReady(String engineName, Code code, Throwable forTheOperator) {
        super(code.name(), forTheOperator);
        this.engineName = engineName;
        this.code = code;
    }

    /** Of the {@code QuerySource.Files}. */
    public String engineName() {
        return engineName;
    }

    public Code code() {
        return code;
    }
}
