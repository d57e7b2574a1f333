package io.cleanroom.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.disk.FilePathDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up and is cleared again. */
class StoreDiskFullTest {
    /** Fails writes with what the operating system says when there is no space left. */
    public static final class FullDisk extends FilePathWrapper {
        static volatile boolean full;

        @Override
        public String getScheme() {
            return "full";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new FullChannel(super.open(mode));
        }
    }

    private static final class FullChannel extends org.h2.store.fs.FileBaseDefault {
        private final FileChannel base;

        FullChannel(FileChannel base) {
            this.base = base;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            base.truncate(size);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return base.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            if (FullDisk.full) {
                throw new IOException("No space left on device");
            }
            return base.write(source, position);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            base.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }

    @TempDir
    Path folder;

    @BeforeAll
    static void register() {
        FilePath.register(new FilePathDisk());
        FilePath.register(new FullDisk());
    }

    @AfterEach
    void clear() {
        FullDisk.full = false;
    }

    @Test
    void nothingAcknowledgedIsLostAndTheStoreRecovers() {
        try (Store store = Store.open(StoreConfig.embedded(folder, "full:"))) {
            List<String> acknowledged = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 5; i++) {
                    String name = "m" + round + "_" + i;
                    StoreTest.insert(store, name);
                    acknowledged.add(name);
                }
                FullDisk.full = true;
                for (int i = 0; i < 3; i++) {
                    String name = "lost" + round + "_" + i;
                    Problem problem = assertThrows(Problem.class, () -> StoreTest.insert(store, name));
                    assertEquals(Code.DISK_FULL, problem.code(), problem.text());
                    assertEquals("the server's disk is full; nothing was changed", problem.text());
                    assertEquals(acknowledged, names(store), "readers are served meanwhile");
                }
                FullDisk.full = false;
                assertEquals(acknowledged, names(store));
            }
        }
    }

    private static List<String> names(Store store) {
        return store.read(t -> t.members().all()).stream()
                .map(m -> m.name().text())
                .toList();
    }
}
