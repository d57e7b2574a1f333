package io.cleanroom.server.audit;

/** What a record is about; the names are written into the chain and never change. */
public enum Action {
    CREATE_MEMBER,
    DROP_MEMBER,
    CREATE_USER,
    ALTER_USER,
    DROP_USER,
    CREATE_ACCESS_TOKEN,
    DROP_ACCESS_TOKEN,
    CREATE_COLLABORATION,
    JOIN_COLLABORATION,
    LEAVE_COLLABORATION,
    DROP_COLLABORATION,
    CREATE_CONFIGURED_TABLE,
    SET_ANALYSIS_RULE,
    DROP_CONFIGURED_TABLE,
    SET_ACCESS_BUDGET,
    DROP_ACCESS_BUDGET,
    ASSOCIATE_CONFIGURED_TABLE,
    DISASSOCIATE_CONFIGURED_TABLE,
    CREATE_ANALYSIS_TEMPLATE,
    APPROVE_ANALYSIS_TEMPLATE,
    REVOKE_ANALYSIS_TEMPLATE,
    DROP_ANALYSIS_TEMPLATE,
    QUERY_SUBMITTED,
    QUERY_STARTED,
    QUERY_REFUSED,
    QUERY_CANCELLING,
    QUERY_FINISHED;

    /** As recorded, for example {@code CREATE MEMBER}. */
    public String text() {
        return name().replace('_', ' ');
    }

    /** Whether the record's detail, which names paths and columns that nobody else was granted, is for the owner alone. */
    public boolean ownersAlone() {
        return switch (this) {
            case CREATE_CONFIGURED_TABLE,
                    SET_ANALYSIS_RULE,
                    SET_ACCESS_BUDGET,
                    DROP_ACCESS_BUDGET,
                    DROP_CONFIGURED_TABLE -> true;
            default -> false;
        };
    }

    /** The action of that text. */
    public static Action of(String text) {
        return valueOf(text.replace(' ', '_'));
    }
}
