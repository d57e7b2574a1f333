package io.cleanroom.server.policy;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code policy/decisions.txt}; its head says what a row is. */
public final class DecisionRows {
    static final Path FILE = Path.of("src/test/resources/policy/decisions.txt");

    private DecisionRows() {}

    /** Spellings of one query in one room, and what is said about them all. */
    public record Row(String room, List<String> spellings, Optional<String> verdict) {
        @Override
        public String toString() {
            return room + ": " + spellings.get(0);
        }
    }

    public static List<Row> all() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> read() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String block : Splitter.on("\n\n").split(Files.readString(FILE))) {
            String room = "standard";
            List<String> spellings = new ArrayList<>();
            Optional<String> verdict = Optional.empty();
            for (String line : block.lines().toList()) {
                if (line.startsWith("room: ")) {
                    room = line.substring("room: ".length());
                } else if (line.startsWith("query: ") || line.startsWith("also: ")) {
                    spellings.add(line.substring(line.indexOf(' ') + 1));
                } else if (line.startsWith("verdict: ")) {
                    verdict = Optional.of(line.substring("verdict: ".length()));
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    int last = spellings.size() - 1;
                    spellings.set(last, spellings.get(last) + "\n" + line);
                }
            }
            if (!spellings.isEmpty()) {
                rows.add(new Row(room, spellings, verdict));
            }
        }
        return rows;
    }

    /** With the abbreviations of the file spelt out. */
    public static String written(String spelling) {
        return spelling.replace("{va}", "{v} JOIN {a} ON v.hashed_email = a.hashed_email")
                .replace("{sr}", "{s} JOIN {r} ON s.hashed_email = r.hashed_email")
                .replace("{j}", "{c} JOIN {p} ON c.hashed_email = p.hashed_email")
                .replace("{c}", "advertiser_campaign_events c")
                .replace("{p}", "retailer_purchase_events p")
                .replace("{v}", "retailer_visits v")
                .replace("{o}", "retailer_visits_old o")
                .replace("{a}", "advertiser_audience a")
                .replace("{s}", "loyalty_segments s")
                .replace("{r}", "advertiser_crm r");
    }
}
