package io.cleanroom.server.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** One question to both sides, in turn. */
record Comparison(String question, long rows, Series cleanRoom, Series duckDb) {
    private static final int WARM_UPS = 2;
    private static final int RUNS = 7;

    static Comparison of(Connection cleanRoom, Connection duckDb, RetailMedia.Question question) throws SQLException {
        long rows = Clock.rows(cleanRoom, question.cleanRoom());
        long expected = Clock.rows(duckDb, question.duckDb());
        if (rows != expected || rows == 0) {
            throw new IllegalStateException(
                    question.name() + ": " + rows + " rows from the clean room, " + expected + " from DuckDB");
        }
        Series ours = new Series();
        Series theirs = new Series();
        for (int i = -WARM_UPS; i < RUNS; i++) {
            // Whoever comes second may find warmer caches: take turns.
            boolean first = i % 2 == 0;
            double one = first ? Clock.millis(cleanRoom, question.cleanRoom()) : 0;
            double other = Clock.millis(duckDb, question.duckDb());
            one = first ? one : Clock.millis(cleanRoom, question.cleanRoom());
            if (i >= 0) {
                ours.add(one);
                theirs.add(other);
            }
        }
        return new Comparison(question.name(), rows, ours, theirs);
    }

    double ratio() {
        return cleanRoom.median() / duckDb.median();
    }

    Map<String, Object> json(String scale) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("query", question);
        json.put("scale", scale);
        json.put("rows", rows);
        json.put("cleanroom_ms", cleanRoom.median());
        json.put("duckdb_ms", duckDb.median());
        json.put("ratio", ratio());
        json.put("cleanroom_all_ms", cleanRoom.all());
        json.put("duckdb_all_ms", duckDb.all());
        return json;
    }
}
