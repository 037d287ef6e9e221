package io.mode4j.torch;

import org.bytedeco.javacpp.Pointer;

/** Native objects that nobody refers to any more, which JavaCPP frees when the collector finds them. */
public final class NativeGarbage {
    private static final int QUIET = 3; // collections that found nothing
    private static final int PAUSE = 50; // ms

    private NativeGarbage() {}

    /** Has them freed now. */
    public static void collect() {
        long before = -1;
        for (int quiet = 0; quiet < QUIET; quiet++) {
            System.gc();
            try {
                Thread.sleep(PAUSE); // references reach their queue after the collection
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            Pointer.deallocateReferences();
            long now = Pointer.totalCount();
            if (now != before) {
                quiet = -1;
            }
            before = now;
        }
    }
}
