package io.cleanroom.server.definition;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Members' files below one folder of the server, {@code root/<data location>/<path>}. In a path, {@code *} and {@code ?}
 * stand for characters of one name and {@code **} for any number of folders; nothing else is special. Hidden files are
 * skipped unless the pattern names the dot. A link is followed if it stays within the owner's location.
 */
public final class DataRoot implements SourceResolver {
    private static final Pattern PATTERN_SIGN = Pattern.compile("[*?\\[]");

    private final Path root;

    public DataRoot(Path root) {
        this.root = root;
    }

    @Override
    public SourceFiles resolve(Member owner, Source source) {
        List<String> segments = List.of(source.path().split("/", -1));
        if (source.path().indexOf('\\') >= 0
                || source.path().indexOf('\0') >= 0
                || source.path().matches("[A-Za-z]:.*")
                || segments.stream().anyMatch(s -> s.isEmpty() || s.equals(".") || s.equals(".."))) {
            throw unreadable(
                    source, "a path is relative to the data location and has neither '.', '..' nor '\\' in it");
        }
        try {
            Path location = location(owner, source);
            SortedSet<Path> files = new Walk(location, source).files(segments);
            if (files.isEmpty()) {
                throw unreadable(source, "no file matches");
            }
            return new SourceFiles(List.copyOf(files), source.format(), source.options());
        } catch (IOException e) {
            throw new Problem(Code.SOURCE_UNREADABLE, message(source, "the files cannot be read"), e);
        }
    }

    private Path location(Member owner, Source source) throws IOException {
        Path folder = root.resolve(owner.dataLocation());
        if (!Files.isDirectory(folder)) {
            throw unreadable(
                    source, "the data location of " + owner.name().sql() + " does not exist; ask the operator");
        }
        Path location = folder.toRealPath();
        if (!location.startsWith(root.toRealPath())) {
            throw unreadable(source, "the data location of " + owner.name().sql() + " is a link that leads out");
        }
        return location;
    }

    private static Problem unreadable(Source source, String why) {
        return new Problem(Code.SOURCE_UNREADABLE, message(source, why));
    }

    private static String message(Source source, String why) {
        return "SOURCE_UNREADABLE: '" + source.path() + "': " + why;
    }

    /** One search below one location. */
    private record Walk(Path location, Source source) {
        SortedSet<Path> files(List<String> segments) throws IOException {
            SortedSet<Path> found = new TreeSet<>();
            walk(location, segments, found);
            return found;
        }

        private void walk(Path folder, List<String> segments, SortedSet<Path> found) throws IOException {
            String segment = segments.get(0);
            List<String> rest = segments.subList(1, segments.size());
            if (segment.equals("**")) {
                walk(folder, rest.isEmpty() ? List.of("*") : rest, found);
                for (Path child : children(folder, "*")) {
                    // Links to folders are not followed here: they could lead round in circles.
                    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                        walk(child, segments, found);
                    }
                }
                return;
            }
            for (Path child : children(folder, segment)) {
                if (rest.isEmpty() && Files.isRegularFile(child)) {
                    found.add(within(child));
                } else if (!rest.isEmpty() && Files.isDirectory(child)) {
                    walk(within(child), rest, found);
                }
            }
        }

        private List<Path> children(Path folder, String segment) throws IOException {
            try (Stream<Path> children = Files.list(folder)) {
                return children.filter(child -> matches(segment, String.valueOf(child.getFileName())))
                        .sorted()
                        .toList();
            }
        }

        private static boolean matches(String pattern, String name) {
            return (!name.startsWith(".") || pattern.startsWith("."))
                    && matches(pattern.codePoints().toArray(), name.codePoints().toArray());
        }

        /** Goes back to the last star only, so that no pattern takes longer than its length times the name's. */
        private static boolean matches(int[] pattern, int[] name) {
            int p = 0;
            int star = -1;
            int resume = 0;
            for (int n = 0; n < name.length; ) {
                if (p < pattern.length && pattern[p] == '*') {
                    star = p++;
                    resume = n;
                } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == name[n])) {
                    p++;
                    n++;
                } else if (star >= 0) {
                    p = star + 1;
                    n = ++resume;
                } else {
                    return false;
                }
            }
            while (p < pattern.length && pattern[p] == '*') {
                p++;
            }
            return p == pattern.length;
        }

        private Path within(Path path) throws IOException {
            Path real = path.toRealPath();
            if (!real.startsWith(location)) {
                throw unreadable(source, "a link leads out of the data location");
            }
            if (PATTERN_SIGN.matcher(real.toString()).find()) {
                // The engine would take the name for a pattern, and read the files that match it instead.
                throw unreadable(source, "a file or folder has *, ? or [ in its name; rename it");
            }
            if (!Files.isReadable(real)) {
                throw unreadable(source, "a file cannot be read by the server; ask the operator");
            }
            return real;
        }
    }
}
