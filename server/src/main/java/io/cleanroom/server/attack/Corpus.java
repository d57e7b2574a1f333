package io.cleanroom.server.attack;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the attacks that come with the server: one file a family, in the order of {@link #FAMILIES}. */
final class Corpus {
    /** File and what its attacks have in common. */
    static final Map<String, String> FAMILIES = families();

    private Corpus() {}

    private static Map<String, String> families() {
        Map<String, String> families = new LinkedHashMap<>();
        families.put("column", "Reach a column that was not granted");
        families.put("inflate", "Make a small group look large");
        families.put("oracle", "Ask about one person inside a legal aggregate");
        families.put("semijoin", "Ask through a sub-query, or join what was released");
        families.put("structure", "Forms that go round the minimum");
        families.put("differencing", "Subtract one legal answer from another");
        families.put("dominance", "Read one person off a large group");
        families.put("channel", "Learn from errors, time, plans and the record");
        families.put("template", "Bend a template");
        families.put("protocol", "Speak to the server without the driver");
        families.put("people", "Choose the people by one's own data");
        families.put("list", "Get more from a list than its columns");
        families.put("custom", "Get round a custom rule");
        return families;
    }

    static List<AttackCase> all() {
        List<AttackCase> cases = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String family : FAMILIES.keySet()) {
            for (AttackCase attack : read(family)) {
                if (!ids.add(attack.id())) {
                    throw new IllegalStateException("two attacks are called " + attack.id());
                }
                cases.add(attack);
            }
        }
        return List.copyOf(cases);
    }

    private static List<AttackCase> read(String family) {
        String resource = "/attacks/" + family + ".yaml";
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream(resource), resource)) {
            Object document = new Load(LoadSettings.builder().setLabel(resource).build()).loadFromInputStream(in);
            List<AttackCase> cases = new ArrayList<>();
            for (Object entry : (List<?>) document) {
                cases.add(attack(family, new Entry(resource, (Map<?, ?>) entry)));
            }
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    private static AttackCase attack(String family, Entry entry) {
        List<Step> steps = new ArrayList<>();
        for (Object step : (List<?>) entry.value("steps")) {
            steps.add(
                    step instanceof String sql
                            ? new Step(Step.ADVERSARY, new Step.Sql(sql.strip()), Optional.empty())
                            : step(new Entry(entry.where(), (Map<?, ?>) step)));
        }
        AttackCase attack = new AttackCase(
                entry.text("id"),
                family,
                entry.text("title"),
                entry.text("learns"),
                entry.text("stops"),
                steps,
                Expected.parse(entry.text("expect")),
                entry.optional("twin")
                        .map(t -> Twin.valueOf(t.toUpperCase(java.util.Locale.ROOT)))
                        .orElse(Twin.COLUMNS));
        entry.noOther("id", "title", "learns", "stops", "steps", "expect", "twin");
        return attack;
    }

    private static Step step(Entry entry) {
        entry.noOther("as", "sql", "send", "path", "open", "expect");
        Map<String, String> properties = new TreeMap<>();
        if (entry.map().get("open") instanceof Map<?, ?> open) {
            open.forEach((key, value) -> properties.put(String.valueOf(key), String.valueOf(value)));
        }
        Step.Action action = entry.optional("send").isPresent()
                ? new Step.Message(entry.optional("path").orElse("/"), entry.text("send"))
                : properties.isEmpty()
                        ? new Step.Sql(entry.text("sql"))
                        : new Step.SqlWith(properties, entry.text("sql"));
        return new Step(
                entry.optional("as").orElse(Step.ADVERSARY),
                action,
                entry.optional("expect").map(Expected::parse));
    }

    /** A mapping of a file; a missing or unknown key is an error of the file. */
    private record Entry(String where, Map<?, ?> map) {
        Object value(String key) {
            @Nullable Object value = map.get(key);
            if (value == null) {
                throw new IllegalStateException(where + ": " + key + " is missing in " + map);
            }
            return value;
        }

        String text(String key) {
            return value(key).toString().strip();
        }

        Optional<String> optional(String key) {
            return Optional.ofNullable(map.get(key)).map(v -> v.toString().strip());
        }

        void noOther(String... keys) {
            for (Object key : map.keySet()) {
                if (!Set.of(keys).contains(String.valueOf(key))) {
                    throw new IllegalStateException(where + ": unknown key " + key);
                }
            }
        }
    }
}
