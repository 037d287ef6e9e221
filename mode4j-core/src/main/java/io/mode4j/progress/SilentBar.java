package io.mode4j.progress;

/** A bar that shows nothing. */
enum SilentBar implements Progress.Bar {
    INSTANCE;

    @Override
    public void advance(long n) {}

    @Override
    public void note(String text) {}

    @Override
    public void close() {}
}
