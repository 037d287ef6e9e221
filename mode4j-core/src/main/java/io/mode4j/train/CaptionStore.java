package io.mode4j.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Captions outside the heap: their UTF-8 bytes and 4 bytes each. Written by one thread, then read by many; every call after {@link #close} throws
 * {@link IllegalStateException}.
 *
 * <p>
 * An entry is a number of captions, then for each its length and its bytes. Its address is the number of its chunk in the upper 32 bits and its
 * place in the chunk in the lower.
 */
final class CaptionStore implements AutoCloseable {

    private static final int CHUNK = 1 << 24;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> chunks = new ArrayList<>();
    private int used = CHUNK;

    /** Keeps captions; returns the address of the entry. */
    long add(List<String> captions) {
        List<byte[]> encoded = captions.stream().map(c -> c.getBytes(StandardCharsets.UTF_8)).toList();
        int size = encoded.stream().mapToInt(c -> c.length + Integer.BYTES).reduce(Integer.BYTES, Math::addExact);
        if (size > CHUNK - used) {
            chunks.add(arena.allocate(Math.max(size, CHUNK)));
            used = 0;
        }
        long address = (chunks.size() - 1L) << 32 | used;
        MemorySegment chunk = chunks.getLast();
        chunk.set(INT, used, encoded.size());
        used += Integer.BYTES;
        for (byte[] caption : encoded) {
            chunk.set(INT, used, caption.length);
            MemorySegment.copy(caption, 0, chunk, ValueLayout.JAVA_BYTE, used + (long) Integer.BYTES, caption.length);
            used += Integer.BYTES + caption.length;
        }
        return address;
    }

    /** The captions of an entry. */
    List<String> get(long address) {
        MemorySegment chunk = chunk(address);
        long at = place(address) + Integer.BYTES;
        String[] captions = new String[chunk.get(INT, place(address))];
        for (int i = 0; i < captions.length; i++) {
            byte[] caption = new byte[chunk.get(INT, at)];
            MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, at + Integer.BYTES, caption, 0, caption.length);
            captions[i] = new String(caption, StandardCharsets.UTF_8);
            at += Integer.BYTES + caption.length;
        }
        return List.of(captions);
    }

    private MemorySegment chunk(long address) {
        return chunks.get((int) (address >>> 32));
    }

    private static long place(long address) {
        return address & 0xFFFF_FFFFL;
    }

    @Override
    public void close() {
        arena.close();
    }
}
