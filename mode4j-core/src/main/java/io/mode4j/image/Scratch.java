package io.mode4j.image;

/**
 * A buffer a thread that serves picture after picture: making and clearing a new one would take as long as a pass. What is in it when it is handed out is left from
 * before.
 *
 * <p>
 * Bound: {@value #KEPT} bytes a thread; a longer one is made for its picture alone.
 */
public final class Scratch {

    private static final int KEPT = 1 << 23;

    private final ThreadLocal<byte[]> buffers = ThreadLocal.withInitial(() -> new byte[0]);

    /** At least {@code length} bytes, until the next call in this thread. */
    public byte[] bytes(int length) {
        byte[] buffer = buffers.get();
        if (buffer.length >= length) {
            return buffer;
        }
        byte[] longer = new byte[length];
        if (length <= KEPT) {
            buffers.set(longer);
        }
        return longer;
    }
}
