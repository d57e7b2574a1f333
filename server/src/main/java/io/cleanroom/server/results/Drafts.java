package io.cleanroom.server.results;

import io.cleanroom.server.collaboration.Member;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.RowFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one run until they are whole. A file is published by giving the draft a second name, which fails if that name
 * is taken; the draft's own name goes when the outcome is on record. So a crash between the two can be told, and undone.
 */
public final class Drafts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

    private final ResultLocations locations;
    private final String queryId;
    private final ResultLocations.Target target;
    private final List<Member> receivers;
    private final List<Path> published = new ArrayList<>();

    Drafts(ResultLocations locations, String queryId, ResultLocations.Target target, List<Member> receivers) {
        this.locations = locations;
        this.queryId = queryId;
        this.target = target;
        this.receivers = receivers;
    }

    /** The first receiver's file, to be written. */
    public RowFile create(List<OutputColumn> columns) {
        try {
            return locations.create(draft(receivers.get(0)), target, columns);
        } catch (IOException e) {
            throw ResultLocations.unusable(receivers.get(0), e);
        }
    }

    private Path draft(Member receiver) throws IOException {
        return locations.draftsOf(receiver).resolve(queryId);
    }

    /** Gives every receiver its file, all or none; the file that was created is finished and closed. */
    public void publish() {
        Member current = receivers.get(0);
        try {
            Path first = draft(current);
            for (Member receiver : receivers) {
                current = receiver;
                if (!draft(receiver).equals(first)) {
                    Files.copy(first, draft(receiver));
                }
                force(draft(receiver));
            }
            for (Member receiver : receivers) {
                current = receiver;
                Path file =
                        locations.folder(receiver, target.path(), true).resolve(ResultLocations.name(target.path()));
                name(draft(receiver), file);
                published.add(file);
            }
        } catch (FileAlreadyExistsException e) {
            retract();
            throw ResultLocations.taken(current, target.path());
        } catch (IOException e) {
            retract();
            throw ResultLocations.failed(e);
        }
    }

    private static void name(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (UnsupportedOperationException e) {
            move(draft, file);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            // Some file systems have no second names; there, whoever else writes the same name at this moment may lose.
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            move(draft, file);
        }
        Path folder = file.getParent();
        if (folder != null) {
            force(folder);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void retract() {
        published.forEach(Drafts::delete);
        published.clear();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("a file of a result cannot be deleted: {}", e.getClass().getSimpleName());
        }
    }

    /** Takes the drafts away; what was published stays. */
    @Override
    public void close() {
        for (Member receiver : receivers) {
            try {
                delete(draft(receiver));
            } catch (IOException e) {
                LOG.warn(
                        "a draft of a result cannot be deleted: {}",
                        e.getClass().getSimpleName());
            }
        }
    }
}
