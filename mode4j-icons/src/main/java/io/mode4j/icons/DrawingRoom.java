package io.mode4j.icons;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Draws icons on all cores and hands them on in order. At most {@value #WINDOW} icons are under way at a time, so that memory does not grow with the
 * number of icons. For use by one thread.
 */
final class DrawingRoom implements AutoCloseable {
    /** Receives drawings in the order in which their icons were given. */
    interface DrawingSink {
        void accept(Drawing drawing) throws IOException;
    }

    private static final int WINDOW = 256;

    private final ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("draw-", 0).factory());
    private final ArrayDeque<Future<Drawing>> underWay = new ArrayDeque<>();
    private final IconPainter painter;
    private final IconsOptions options;

    DrawingRoom(IconsOptions options) {
        this.options = options;
        painter = new IconPainter(options.size());
    }

    /** Draws what is selected. */
    void draw(IconSetReader reader, IconSelection selection, DrawingSink sink) throws IOException {
        reader.read(selection.set(), selection.words().sequencedKeySet(), icon -> {
            if (underWay.size() == WINDOW) {
                sink.accept(next());
            }
            IconWords words = Objects.requireNonNull(selection.words().get(icon.name()));
            underWay.add(workers.submit(() -> draw(selection.set().prefix(), icon, words)));
        });
        while (!underWay.isEmpty()) {
            sink.accept(next());
        }
    }

    private Drawing draw(String set, Icon icon, IconWords words) throws IOException {
        try {
            int[] pixels = painter.paint(icon);
            return new Drawing.Picture(set, icon.name(), words, options.format().encode(pixels, options.size()),
                    Look.of(pixels, options.size()));
        } catch (UndrawableIconException e) {
            return new Drawing.LeftOut(e.reason());
        }
    }

    private Drawing next() throws IOException {
        try {
            return underWay.remove().get();
        } catch (ExecutionException e) {
            throw new IOException("Drawing failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Drawing was interrupted. Run the same command again.", e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
