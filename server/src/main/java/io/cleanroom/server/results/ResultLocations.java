package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.RowFile;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members' result files below one folder of the server, {@code root/<result location>/<path>}. A file appears under its name
 * when it is whole, never before, and never in place of another. Until then it is in the location's folder {@value #DRAFTS},
 * which is emptied when the server starts.
 */
public final class ResultLocations {
    static final String DRAFTS = ".cleanroom";

    private static final Logger LOG = LoggerFactory.getLogger(ResultLocations.class);
    private static final int LONGEST_PATH = 900;
    private static final int LONGEST_NAME = 200;

    private final Path root;
    private final Engine engine;

    public ResultLocations(Path root, Engine engine) {
        this.root = root;
        this.engine = engine;
    }

    /** A path below a result location, with the ending of its format. */
    public record Target(String path, Source.Format format) {}

    /** Checks what was written after INTO; 22023 for a path that is no plain one. */
    public static Target target(String path, Optional<Source.Format> format) {
        Source.Format chosen = ResultFormats.of(path, format);
        String ending = ResultFormats.ending(chosen);
        String full = path.toLowerCase(Locale.ROOT).endsWith(ending) ? path : path + ending;
        boolean plain = full.length() <= LONGEST_PATH
                && full.chars().noneMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))
                && Stream.of(full.split("/", -1)).allMatch(ResultLocations::plain);
        if (!plain || path.isBlank() || path.endsWith("/")) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "INTO takes a path below the result location, for example 'attribution/july': names of up to "
                            + LONGEST_NAME + " bytes that do not begin with '.', between '/'. Provided value: "
                            + path.replaceAll("\\p{Cntrl}", "?"));
        }
        return new Target(full, chosen);
    }

    private static boolean plain(String name) {
        return !name.isBlank()
                && !name.startsWith(".")
                && name.strip().equals(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }

    /** Refuses with 42710 a target that is there already, and with 55000 a location that cannot be used. */
    public void check(Member receiver, Target target) {
        try {
            // A link that leads nowhere is taken, too: nothing may be written through it.
            Path file = folder(receiver, target.path(), false).resolve(name(target.path()));
            if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                throw taken(receiver, target.path());
            }
        } catch (IOException e) {
            throw unusable(receiver, e);
        }
    }

    /** A name under which there is, or will be, a result. */
    public static Problem taken(Member receiver, String path) {
        return new Problem(
                Code.DUPLICATE_OBJECT,
                "'" + path + "' exists already in the result location of "
                        + receiver.name().sql() + "; results are never written over");
    }

    static Problem unusable(Member receiver, IOException e) {
        return new Problem(
                Code.NOT_READY,
                "the result location of " + receiver.name().sql() + " cannot be written; ask the operator",
                e);
    }

    /** A failure on the way to the disk, in words that tell nothing. */
    static Problem failed(IOException e) {
        boolean full = e instanceof FileSystemException
                || String.valueOf(e.getMessage()).contains("No space left");
        return full && String.valueOf(e.getMessage()).contains("No space left")
                ? new Problem(Code.DISK_FULL, "the server's disk is full", e)
                : new Problem(Code.NOT_COMPLETED, "the query could not be completed", e);
    }

    /** The files of one run, one a receiver, none of them visible yet. */
    public Drafts draft(String queryId, Target target, Collection<Member> receivers) {
        return new Drafts(this, queryId, target, List.copyOf(receivers));
    }

    RowFile create(Path file, Target target, List<OutputColumn> columns) {
        return ResultFormats.create(engine, target.format(), file, columns);
    }

    /** The member's location; made if missing. It never lies outside of the root, whatever links there are. */
    Path location(Member member) throws IOException {
        Path real = Files.createDirectories(root).toRealPath();
        return within(real, real, member.resultLocation(), true);
    }

    Path draftsOf(Member member) throws IOException {
        Path drafts = location(member).resolve(DRAFTS);
        if (Files.isSymbolicLink(drafts)) {
            throw new IOException("the folder of drafts is a link");
        }
        return Files.createDirectories(drafts);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The folder in which a path's file lies, below the member's location. */
    Path folder(Member member, String path, boolean create) throws IOException {
        int slash = path.lastIndexOf('/');
        Path location = location(member);
        return slash < 0 ? location : within(location, location, path.substring(0, slash), create);
    }

    /** Goes down one name after another; a link is followed if it stays within {@code limit}. */
    private static Path within(Path limit, Path from, String names, boolean create) throws IOException {
        Path folder = from;
        for (String name : names.split("/", -1)) {
            folder = folder.resolve(name);
            if (!Files.exists(folder)) {
                if (!create) {
                    return folder.resolve(Path.of("not", "there"));
                }
                Files.createDirectories(folder);
            }
            folder = folder.toRealPath();
            if (!folder.startsWith(limit) || !Files.isDirectory(folder)) {
                throw new IOException("a link leads out of the location, or a file is where a folder should be");
            }
        }
        return folder;
    }

    /**
     * At the start of a server: takes away what runs left that did not end.
     *
     * @param queryId a run that is recorded as unfinished
     */
    public void discardInterrupted(String queryId, String path, Collection<Member> receivers) {
        for (Member receiver : receivers) {
            try {
                Path draft = draftsOf(receiver).resolve(queryId);
                Path file = folder(receiver, path, false).resolve(name(path));
                // It was published, but not yet recorded: the same file under two names.
                if (Files.exists(draft) && Files.exists(file) && Files.isSameFile(draft, file)) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                LOG.warn(
                        "the result location of {} cannot be looked through: {}",
                        receiver.name(),
                        e.getClass().getSimpleName());
            }
        }
    }

    /** At the start of a server, after {@link #discardInterrupted}: no drafts are left. */
    public void deleteDrafts(Collection<Member> members) {
        for (Member member : members) {
            try {
                Path drafts = root.resolve(member.resultLocation()).resolve(DRAFTS);
                if (Files.isDirectory(drafts, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                    try (Stream<Path> files = Files.list(drafts)) {
                        for (Path file : files.toList()) {
                            Files.delete(file);
                        }
                    }
                    Files.delete(drafts);
                }
            } catch (IOException e) {
                LOG.warn(
                        "drafts of results for {} cannot be deleted: {}",
                        member.name(),
                        e.getClass().getSimpleName());
            }
        }
    }
}
