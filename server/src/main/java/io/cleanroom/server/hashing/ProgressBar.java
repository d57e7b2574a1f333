package io.cleanroom.server.hashing;

import java.io.PrintStream;
import java.util.Locale;

/** How far it is, on a terminal in one line that changes, elsewhere in a line for each tenth. */
public final class ProgressBar {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final boolean terminal;
    private final long total;
    private int shown = -1;

    /** @param total rows; 0 for an empty file */
    public ProgressBar(PrintStream out, boolean terminal, long total) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
    }

    public void show(long rows) {
        int percent = total == 0 ? 100 : (int) Math.min(100, rows * 100 / total);
        int step = terminal ? percent : percent / 10 * 10;
        if (step == shown) {
            return;
        }
        shown = step;
        int filled = WIDTH * step / 100;
        String bar = "[" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "]";
        String text = String.format(Locale.ROOT, "%s %3d%% %,d of %,d rows", bar, step, rows, total);
        if (terminal) {
            out.print("\r" + text + (percent == 100 ? "\n" : ""));
        } else {
            out.println(text);
        }
        out.flush();
    }
}
