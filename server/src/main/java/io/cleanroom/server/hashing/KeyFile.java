package io.cleanroom.server.hashing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Set;

/**
 * The key that members share. Its bytes are the file's; of a file in printable ASCII without the line break at its end, so that
 * an editor, {@code openssl rand -hex 32} and {@code openssl dgst -hmac "$(cat FILE)"} mean the same key.
 */
final class KeyFile {
    private static final int SHORTEST = 32;
    private static final int LONGEST = 4096;
    private static final int FEWEST_DISTINCT = 8;
    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    static byte[] read(Path file) throws Stop {
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file)) {
                throw Stop.badUse("key file " + file + " is not there, or not a file");
            }
            onlyForItsOwner(file);
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(LONGEST + 1);
            }
        } catch (IOException e) {
            throw Stop.failed("cannot read key file " + file, e);
        }
        byte[] key = withoutLineBreak(bytes);
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw Stop.badUse("key file " + file + " must hold " + SHORTEST + " to " + LONGEST
                    + " bytes: make one with openssl rand -hex 32. Provided: "
                    + (key.length > LONGEST ? "more" : key.length));
        }
        if (distinct(key) < FEWEST_DISTINCT) {
            throw Stop.badUse("key file " + file
                    + " holds the same few bytes again and again: make one with openssl rand -hex 32");
        }
        return key;
    }

    /** File systems that have no such permissions are not asked. */
    private static void onlyForItsOwner(Path file) throws IOException, Stop {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return;
        }
        if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            throw Stop.badUse(
                    "key file " + file + " can be read or changed by others than its owner: chmod 600 " + file);
        }
    }

    private static byte[] withoutLineBreak(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (bytes[i] < ' ' || bytes[i] > '~') {
                return bytes;
            }
        }
        return Arrays.copyOf(bytes, end);
    }

    private static long distinct(byte[] key) {
        boolean[] seen = new boolean[256];
        for (byte b : key) {
            seen[b & 0xff] = true;
        }
        long count = 0;
        for (boolean one : seen) {
            count += one ? 1 : 0;
        }
        return count;
    }
}
