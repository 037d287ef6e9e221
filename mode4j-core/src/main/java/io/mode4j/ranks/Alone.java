package io.mode4j.ranks;

/** One rank of one. */
public class Alone implements Ranks {
    static final Ranks INSTANCE = new Alone();

    /** For those that do more with ranks than these do. */
    protected Alone() {}

    @Override
    public final int rank() {
        return 0;
    }

    @Override
    public final int count() {
        return 1;
    }

    @Override
    public final byte[] gather(byte[] own) {
        return own.clone();
    }

    @Override
    public final long waited() {
        return 0;
    }

    @Override
    public final void failed(String why) {
        // nobody else is there
    }

    @Override
    public final void close() {
        // nothing is held
    }
}
