package io.mode4j.cli;

import io.mode4j.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress where no terminal is: a line at intervals with rate and time left, and one at the end. Thread-safe. */
final class PlainProgress implements Progress {
    private final PrintStream err;
    private final Duration interval;

    PlainProgress(PrintStream err, Duration interval) {
        this.err = err;
        this.interval = interval;
    }

    @Override
    public Bar start(String name, long total, String unit, long done) {
        return new Lines(name, total, unit, done);
    }

    private final class Lines implements Bar {
        private final String name;
        private final long total;
        private final String unit;
        private final long started = System.nanoTime();
        private long printed = started;
        private final long before;
        private long done;
        private String note = "";

        Lines(String name, long total, String unit, long before) {
            this.name = name;
            this.total = total;
            this.unit = unit;
            this.before = before;
            this.done = before;
        }

        @Override
        public synchronized void advance(long n) {
            done += n;
            printWhenDue();
        }

        @Override
        public synchronized void note(String text) {
            note = text;
            printWhenDue();
        }

        private void printWhenDue() {
            long now = System.nanoTime();
            if (now - printed >= interval.toNanos()) {
                printed = now;
                print(now,
                        total > 0 && done > before ? ", " + clock((now - started) / 1e9 / (done - before) * (total - done)) + " left" : "");
            }
        }

        @Override
        public synchronized void close() {
            print(System.nanoTime(), ", done");
        }

        private void print(long now, String ending) {
            double seconds = Math.max(1e-9, (now - started) / 1e9);
            String amount = total > 0 ? String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit)
                    : String.format(Locale.ROOT, "%,d %s", done, unit);
            err.printf(Locale.ROOT, "%s: %s, %s, %s/s%s%s%n", name, amount, clock(seconds), rate((done - before) / seconds), ending,
                    note.isEmpty() ? "" : " (" + note + ")");
        }

        private static String rate(double perSecond) {
            return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
        }

        private static String clock(double seconds) {
            long whole = Math.round(seconds);
            return whole < 60 ? String.format(Locale.ROOT, "%.1f s", seconds)
                    : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
        }
    }
}
