package io.cleanroom.server;

import io.cleanroom.server.error.Near;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The texts of the settings by their dotted keys: from a YAML file, where {@code tls: {keystore: x}} and
 * {@code tls.keystore: x} are the same, and over it from environment variables, {@code CLEANROOM_TLS_KEYSTORE}.
 */
final class SettingSource {
    private static final String ENVIRONMENT = "CLEANROOM_";

    private final Collection<String> known;
    private final Map<String, String> values = new HashMap<>();

    private SettingSource(Collection<String> known) {
        this.known = known;
    }

    /** Refuses what is not a known key, with the nearest one that is. */
    static Map<String, String> read(@Nullable Path file, Map<String, String> environment, Collection<String> known) {
        SettingSource source = new SettingSource(known);
        if (file != null) {
            source.readFile(file);
        }
        source.readEnvironment(environment);
        return source.values;
    }

    private void readFile(Path file) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BadSetting("--config must be a readable file in UTF-8. Provided value: " + file);
        }
        Object document;
        try {
            document = new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1))
                    .orElse("");
            throw new BadSetting(file + line + ": not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new BadSetting(file + ": not YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
        if (document != null) {
            flatten("", document);
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private void flatten(String key, @Nullable Object node) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> flatten(key.isEmpty() ? String.valueOf(name) : key + "." + name, value));
        } else if (key.isEmpty()) {
            throw new BadSetting("the file must hold lines of 'key: value'. Provided: a text or list");
        } else if (!known.contains(key)) {
            throw unknown(key, key);
        } else if (node == null) {
            throw new BadSetting(key + " has no value; leave the whole line out for the default");
        } else if (node instanceof Iterable) {
            throw BadSetting.of(key, node.toString(), "a single value");
        } else if (values.put(key, node.toString()) != null) {
            throw new BadSetting(key + " is given twice");
        }
    }

    private void readEnvironment(Map<String, String> environment) {
        Map<String, String> byVariable = new HashMap<>();
        for (String key : known) {
            byVariable.put(variable(key), key);
        }
        environment.forEach((variable, value) -> {
            if (variable.startsWith(ENVIRONMENT)) {
                String key = byVariable.get(variable);
                if (key == null) {
                    String text = variable.substring(ENVIRONMENT.length());
                    throw unknown(variable, text.toLowerCase(Locale.ROOT));
                }
                values.put(key, value);
            }
        });
    }

    private static String variable(String key) {
        return ENVIRONMENT + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private BadSetting unknown(String shown, String key) {
        Map<String, String> byComparable =
                known.stream().collect(Collectors.toMap(SettingSource::comparable, each -> each));
        String nearest = Near.names(comparable(key), byComparable.keySet()).stream()
                .findFirst()
                .map(byComparable::get)
                .map(each -> "did you mean " + (shown.startsWith(ENVIRONMENT) ? variable(each) : each) + "?")
                .orElse("known are " + String.join(", ", known));
        return new BadSetting(shown + " is no setting; " + nearest);
    }

    private static String comparable(String key) {
        return key.replace('_', '.');
    }
}
