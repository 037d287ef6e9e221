package io.mode4j.spark;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Reads lines that threads add; waits for the next until the end is said. Lines are added by any thread, and read by one. */
final class LineReader extends Reader {
    private static final String END = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private String line = "";
    private int at;
    private boolean ended;

    /** Adds a line. */
    void add(String text) {
        lines.add(text + "\n");
    }

    /** Says that there will be no more. */
    void end() {
        lines.add(END);
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (at == line.length() && !ended) {
            try {
                line = lines.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a job runs");
            }
            at = 0;
            ended = line.equals(END);
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, line.length() - at);
        line.getChars(at, at + count, into, from);
        at += count;
        return count;
    }

    @Override
    public void close() {}
}
