package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may go wrong when a plan is written down. */
final class TextMutants {
    static final List<String> KINDS = List.of(
            "minimum dropped",
            "minimum lowered",
            "minimum turned round",
            "distinct dropped",
            "counter swapped",
            "outer join",
            "another source",
            "largest for smallest");

    private static final Pattern MINIMUM =
            Pattern.compile("\\(((?:COUNT\\(DISTINCT|MIN\\()[^()]*\\)?) >= (100|50|25)\\)");
    private static final Pattern SOURCE = Pattern.compile("\"(source_[0-9a-f]+)\" AS (\"t\\d+\")");

    private static final Pattern SUB_QUERY = Pattern.compile("(?:[<>=] |IN |EXISTS |TRY_CAST\\()\\(SELECT");

    private TextMutants() {}

    static Map<String, List<String>> of(String sql, List<QuerySource> sources) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        Set<String> minimums = new LinkedHashSet<>();
        for (Matcher m = MINIMUM.matcher(sql); m.find(); ) {
            if (m.group(1).startsWith("COUNT")) {
                minimums.add(m.group());
            }
        }
        for (String minimum : minimums) {
            add(all, "minimum dropped", sql, sql.replace(minimum, "(TRUE)"));
            for (String number : List.of("100", "50", "25")) {
                String lower = String.valueOf(Integer.parseInt(number) - 1);
                add(all, "minimum lowered", sql, sql.replace(minimum, minimum.replace(">= " + number, ">= " + lower)));
            }
            add(all, "minimum turned round", sql, sql.replace(minimum, minimum.replace(">=", "<=")));
            String count = minimum.substring(1, minimum.indexOf(" >="));
            add(all, "distinct dropped", sql, sql.replace(count, count.replace("DISTINCT ", "")));
        }
        for (MatchResult m : SOURCE.matcher(sql).results().toList()) {
            String alias = m.group(2);
            Pattern key = Pattern.compile("COUNT\\(DISTINCT " + alias + "\\.\"(hashed_email|email_address)\"\\)");
            List<String> others = sources.stream()
                    .filter(source -> source.engineName().equals(m.group(1)))
                    .flatMap(source -> source.columns().stream())
                    .map(column -> column.name().text())
                    .filter(List.of("campaign_id", "product_category")::contains)
                    .toList();
            for (String other : others) {
                add(
                        all,
                        "counter swapped",
                        sql,
                        key.matcher(sql)
                                .replaceAll("COUNT(DISTINCT " + alias.replace("$", "\\$") + ".\"" + other + "\")"));
            }
            add(all, "another source", sql, sql.replace(m.group(1), "source_0"));
        }
        // Of rows and of a semi-join's keys; among released groups an outer join is as good as any.
        add(
                all,
                "outer join",
                sql,
                sql.replaceAll("INNER JOIN (?=\"source_|\\(SELECT \"t\\d+\"\\.\"\\w+\" AS \"key0\")", "FULL JOIN "));
        // The counters of a sub-query end in it.
        if (!SUB_QUERY.matcher(sql).find()) {
            add(
                    all,
                    "largest for smallest",
                    sql,
                    sql.replaceAll("MIN\\((\"t\\d+\"\\.\"(?:guard|carried)\\d+\")\\)", "MAX($1)"));
        }
        return all;
    }

    private static void add(Map<String, List<String>> all, String kind, String sql, String mutant) {
        if (!mutant.equals(sql)) {
            all.computeIfAbsent(kind, k -> new ArrayList<>()).add(mutant);
        }
    }
}
