package io.mode4j.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/**
 * An object read from front to back, in pieces that grow while the reading goes on, some of them ahead; after a long jump they are small again. Not safe for use by several threads.
 */
final class Pieces {
    private static final int FIRST = 1 << 16;
    private static final int MOST = 4 << 20;
    private static final int GROWTH = 4;
    private static final int AHEAD = 2;
    /** What is skipped costs less than another request. */
    private static final int GAP = 2 << 20;

    private final PatientBucket bucket;
    private final StoredObject object;
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private record Piece(long start, int length, Future<byte[]> bytes) {
        long end() {
            return start + length;
        }
    }

    Pieces(PatientBucket bucket, StoredObject object) {
        this.bucket = bucket;
        this.object = object;
    }

    /** {@return how many bytes were read}, -1 at the end */
    int read(long at, ByteBuffer into) throws IOException {
        if (at >= object.size()) {
            return -1;
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        Piece piece = piece(at, into.remaining());
        byte[] bytes = Fetches.end(piece.bytes);
        int begin = (int) (at - piece.start);
        int count = Math.min(into.remaining(), bytes.length - begin);
        into.put(bytes, begin, count);
        return count;
    }

    private Piece piece(long at, int wanted) {
        int last = 0;
        long end = 0;
        while (!pieces.isEmpty() && pieces.getFirst().end() <= at) {
            last = pieces.getFirst().length;
            end = pieces.removeFirst().end();
        }
        if (pieces.isEmpty() || pieces.getFirst().start > at) {
            pieces.clear();
            boolean goesOn = last > 0 && at - end <= GAP;
            add(at, goesOn ? grown(last) : Math.max(FIRST, Math.min(wanted, MOST)));
        }
        while (pieces.getLast().length >= MOST / GROWTH && pieces.size() <= AHEAD && pieces.getLast().end() < object.size()) {
            add(pieces.getLast().end(), grown(pieces.getLast().length));
        }
        return pieces.getFirst();
    }

    private static int grown(int length) {
        return Math.min(MOST, length * GROWTH);
    }

    private void add(long from, int length) {
        int count = (int) Math.min(length, object.size() - from);
        pieces.add(new Piece(from, count, Fetches.begin(() -> bucket.read(object.key(), from, count))));
    }
}
