package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.Arrays;
import java.util.List;

/** Guards that no member's folder holds another's: whoever could name the outer one could read the inner one. */
final class Locations {
    private Locations() {}

    /** Refuses locations that are not plain relative folders, or that overlap those of another member. */
    static void check(Member member, List<Member> others) {
        plain("DATA LOCATION", member.dataLocation());
        plain("RESULT LOCATION", member.resultLocation());
        for (Member other : others) {
            for (String theirs : List.of(other.dataLocation(), other.resultLocation())) {
                for (String ours : List.of(member.dataLocation(), member.resultLocation())) {
                    if (overlap(ours, theirs)) {
                        throw new Problem(
                                Code.INVALID_DEFINITION,
                                "locations of two members must not overlap. Provided: '" + ours + "', while "
                                        + other.name().sql() + " has '" + theirs + "'");
                    }
                }
            }
        }
    }

    private static void plain(String what, String location) {
        boolean plain = location.length() <= 1000
                && location.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c))
                && !location.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")
                && segments(location).stream()
                        .noneMatch(s -> s.isEmpty() || s.isBlank() || s.equals(".") || s.equals(".."));
        if (!plain) {
            throw new Problem(
                    Code.INVALID_DEFINITION,
                    what + " is a folder below the data root, for example 'retailco'. Provided value: " + location);
        }
    }

    private static boolean overlap(String one, String other) {
        List<String> a = segments(one);
        List<String> b = segments(other);
        int common = Math.min(a.size(), b.size());
        return a.subList(0, common).equals(b.subList(0, common));
    }

    /** Case folds: some file systems do. */
    private static List<String> segments(String location) {
        return Arrays.asList(location.toLowerCase(java.util.Locale.ROOT).split("/", -1));
    }
}
