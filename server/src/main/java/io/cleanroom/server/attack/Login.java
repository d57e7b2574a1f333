package io.cleanroom.server.attack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One user's connection and its one statement, spoken to in messages of the protocol. */
final class Login implements AutoCloseable {
    private static final int ROWS_A_FRAME = 1000;
    private static final int MOST_FRAMES = 20;

    private final Transport transport;
    final String user;
    private final String password;
    final String connection = UUID.randomUUID().toString();
    final int statement;

    /** Opens it in the collaboration, or in none if that is empty; the properties go along as they are. */
    Login(Transport transport, String user, String password, String collaboration, Map<String, String> properties) {
        this.transport = transport;
        this.user = user;
        this.password = password;
        ObjectNode open = request("openConnection");
        ObjectNode info = open.putObject("info");
        properties.forEach(info::put);
        if (!collaboration.isEmpty()) {
            info.put("collaboration", collaboration);
        }
        Reply opened = send("/", open.toString());
        if (opened.failed()) {
            throw new AttackFailure("user " + user + " cannot connect: " + opened.error());
        }
        this.statement = send("/", request("createStatement").toString())
                .message()
                .path("statementId")
                .asInt();
    }

    private ObjectNode request(String kind) {
        return Reply.JSON.createObjectNode().put("request", kind).put("connectionId", connection);
    }

    Reply send(String path, String json) {
        return transport.post(path, user, password, json);
    }

    /** Runs a statement and reads its rows to the end; every answer on the way. */
    List<Reply> run(String sql) {
        ObjectNode run = request("prepareAndExecute")
                .put("statementId", statement)
                .put("sql", sql)
                .put("maxRowsInFirstFrame", ROWS_A_FRAME)
                .put("maxRowCount", -1);
        List<Reply> replies = new ArrayList<>(List.of(send("/", run.toString())));
        long offset = 0;
        for (int i = 0; i < MOST_FRAMES; i++) {
            Reply last = replies.get(replies.size() - 1);
            if (last.frame().isEmpty() || last.frame().get().path("done").asBoolean()) {
                break;
            }
            offset += last.rows().size();
            replies.add(send(
                    "/",
                    request("fetch")
                            .put("statementId", statement)
                            .put("offset", offset)
                            .put("fetchMaxRowCount", ROWS_A_FRAME)
                            .toString()));
        }
        return replies;
    }

    /** Runs a statement that has to succeed. */
    void must(String sql) {
        String error = attempt(sql);
        if (error != null) {
            throw new AttackFailure("user " + user + " cannot run " + firstWords(sql) + ": " + error);
        }
    }

    /** The error of the statement, or null. */
    @Nullable
    String attempt(String sql) {
        Reply reply = run(sql).get(0);
        return reply.failed() ? reply.error() : null;
    }

    private static String firstWords(String sql) {
        return sql.replaceAll("PASSWORD '.*", "PASSWORD ...")
                .lines()
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        send("/", request("closeConnection").toString());
    }
}
