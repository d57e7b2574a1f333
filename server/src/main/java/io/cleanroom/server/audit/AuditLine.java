package io.cleanroom.server.audit;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Sha256;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A record as a line of JSON. There is one line for a record: what reads back to another line is not ours. */
final class AuditLine {
    private AuditLine() {}

    /** Without a line feed. */
    static String write(AuditRecord record) {
        return "{\"seq\":" + record.seq()
                + ",\"at\":" + Json.string(record.at().toString())
                + ",\"actor\":" + Json.string(record.actor())
                + ",\"action\":" + Json.string(record.action())
                + ",\"subject\":" + Json.string(record.subject())
                + ",\"detail\":" + Json.string(record.detail())
                + ",\"concerns\":"
                + record.concerns().stream()
                        .map(name -> Json.string(name.text()))
                        .collect(Collectors.joining(",", "[", "]"))
                + ",\"prev_hash\":" + Json.string(record.previousHash().hex())
                + ",\"hash\":" + Json.string(record.hash().hex()) + "}";
    }

    /** The record, if the line is exactly what {@link #write} makes of one. */
    static Optional<AuditRecord> read(String line) {
        try {
            AuditRecord record = new Reader(line).record();
            return write(record).equals(line) ? Optional.of(record) : Optional.empty();
        } catch (Malformed | DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (io.cleanroom.server.error.Problem e) {
            return Optional.empty();
        }
    }

    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Reads the one order of keys. */
    private static final class Reader {
        private final String line;
        private int at;

        Reader(String line) {
            this.line = line;
        }

        AuditRecord record() {
            expect("{\"seq\":");
            long seq = number();
            expect(",\"at\":");
            Instant time = Instant.parse(string());
            expect(",\"actor\":");
            String actor = string();
            expect(",\"action\":");
            String action = string();
            expect(",\"subject\":");
            String subject = string();
            expect(",\"detail\":");
            String detail = string();
            expect(",\"concerns\":[");
            SortedSet<Name> concerns = new TreeSet<>();
            while (!next("]")) {
                if (!concerns.isEmpty()) {
                    expect(",");
                }
                concerns.add(Name.of(string()));
            }
            expect("],\"prev_hash\":");
            Sha256 previous = new Sha256(string());
            expect(",\"hash\":");
            Sha256 hash = new Sha256(string());
            expect("}");
            if (at != line.length()) {
                throw new Malformed();
            }
            return new AuditRecord(seq, time, actor, action, subject, detail, concerns, previous, hash);
        }

        private boolean next(String text) {
            return line.startsWith(text, at);
        }

        private void expect(String text) {
            if (!next(text)) {
                throw new Malformed();
            }
            at += text.length();
        }

        private char take() {
            if (at >= line.length()) {
                throw new Malformed();
            }
            return line.charAt(at++);
        }

        private long number() {
            int from = at;
            while (at < line.length() && Character.isDigit(line.charAt(at))) {
                at++;
            }
            return Long.parseLong(line.substring(from, at));
        }

        private String string() {
            expect("\"");
            StringBuilder text = new StringBuilder();
            for (char c = take(); c != '"'; c = take()) {
                text.append(c == '\\' ? escaped() : c);
            }
            return text.toString();
        }

        private char escaped() {
            char c = take();
            return switch (c) {
                case '"', '\\' -> c;
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'u' -> unicode();
                default -> throw new Malformed();
            };
        }

        private char unicode() {
            if (at + 4 > line.length()) {
                throw new Malformed();
            }
            at += 4;
            return (char) Integer.parseInt(line.substring(at - 4, at), 16);
        }
    }
}
