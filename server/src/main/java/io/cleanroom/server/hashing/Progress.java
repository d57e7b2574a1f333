package io.cleanroom.server.hashing;

import java.io.PrintStream;
import java.util.Locale;

/** One line on a terminal that is written again several times a second, and goes at the end. Nothing where there is none. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long EVERY_MILLIS = 250;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream terminal;
    private final boolean shown;
    private final Thread thread;

    Progress(Counts counts, PrintStream terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
        thread = new Thread(() -> show(counts), "progress");
        thread.setDaemon(true);
    }

    void start() {
        if (shown) {
            thread.start();
        }
    }

    private void show(Counts counts) {
        long start = System.nanoTime();
        try {
            while (true) {
                Thread.sleep(EVERY_MILLIS);
                print(terminal, counts, System.nanoTime() - start);
            }
        } catch (InterruptedException e) {
            terminal.print(CLEAR);
            terminal.flush();
        }
    }

    private static void print(PrintStream terminal, Counts counts, long nanos) {
        terminal.print(CLEAR + line(counts.done.get(), counts.all.get(), counts.read.sum(), nanos));
        terminal.flush();
    }

    /** For example {@code [############                  ]  40 %  1200000 rows  810000 rows/s}. */
    static String line(long done, long all, long rows, long nanos) {
        double share = all <= 0 ? 0 : Math.min(1.0, (double) done / all);
        int filled = (int) (share * WIDTH);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3d %%  %d rows  %d rows/s",
                "#".repeat(filled),
                " ".repeat(WIDTH - filled),
                (int) (share * 100),
                rows,
                rate(rows, nanos));
    }

    static long rate(long rows, long nanos) {
        return (long) (rows / Math.max(nanos / 1e9, 1e-3));
    }

    @Override
    public void close() {
        if (!shown) {
            return;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
