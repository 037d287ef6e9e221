package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.CaptionIds;
import io.mode4j.clip.ClipBatch;
import io.mode4j.image.UndecodableImageException.Cause;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Gives one batch after the other, decoded ahead by worker threads. The batches are a function of the samples, the seed and the position alone: the
 * workers' results are taken in the order of the draws, and the next draw replaces an undecodable one. No batch holds a sample twice: what an epoch has left
 * when it does not fill a batch is left out, other samples in every epoch. Used by one thread.
 *
 * <p>
 * Bound: {@value LoaderOptions#AHEAD} batches of pixels and tokens wait at most.
 */
final class BatchLoader implements AutoCloseable {

    private final ExampleReader reader;
    private final SampleOrder order;
    private final LoaderOptions options;
    private final ExecutorService workers;
    private final Deque<Future<Example>> ahead = new ArrayDeque<>();
    private final Map<Cause, Integer> undecodable;
    private long position;
    private long submitted;

    /**
     * Goes on from a state.
     *
     * @param order
     *            stays its owner's to close, after this
     */
    BatchLoader(SampleOrder order, ExampleReader reader, LoaderOptions options, LoaderState state) {
        this.reader = reader;
        this.order = order;
        this.options = options;
        this.workers = Executors.newFixedThreadPool(options.workers(), Thread.ofPlatform().daemon().name("loader-", 0).factory());
        this.undecodable = new LoaderState(state.position(), state.undecodable()).undecodable();
        this.position = state.position();
        this.submitted = state.position();
    }

    /**
     * The next batch: as many pairs as asked for, or all of the samples that can be decoded if those are fewer.
     *
     * @throws BadInputException
     *             if too many pictures cannot be decoded
     * @throws IOException
     *             if a shard cannot be read, or the thread was interrupted
     */
    ClipBatch next() throws IOException {
        List<Example> batch = new ArrayList<>(options.batchSize());
        long began = position;
        while (batch.size() < options.batchSize()) {
            draw(batch);
            if (position % samples() == 0 && batch.size() < options.batchSize()) {
                if (position - began == samples()) {
                    break;
                }
                batch.clear();
                began = position;
            }
        }
        if (batch.isEmpty()) {
            throw new BadInputException("none of " + samples() + " pictures can be decoded (" + undecodable + "); look at the shards");
        }
        submit();
        return batch(batch);
    }

    private void draw(List<Example> batch) throws IOException {
        submit();
        Example example = Waiting.on(ahead.remove());
        position++;
        Cause cause = example.undecodable();
        if (cause == null) {
            batch.add(example);
        } else {
            skip(cause);
        }
    }

    /** Where the next batch begins. */
    LoaderState state() {
        return new LoaderState(position, undecodable);
    }

    /** How many samples turned out to have a picture that cannot be decoded. */
    int undecodable() {
        return undecodable.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many samples there are. */
    long samples() {
        return order.samples();
    }

    /** Pairs a batch. */
    int batchSize() {
        return options.batchSize();
    }

    private void submit() throws IOException {
        while (ahead.size() < LoaderOptions.AHEAD * options.batchSize()) {
            Draw draw = order.draw(submitted);
            submitted++;
            ahead.add(workers.submit(() -> reader.read(draw)));
        }
    }

    private void skip(Cause cause) throws BadInputException {
        if (position <= samples()) { // the first epoch, in which each is drawn for the first time
            undecodable.merge(cause, 1, Integer::sum);
        }
        if (position >= Math.min(samples(), LoaderOptions.JUDGED_FROM)) {
            checkShare();
        }
    }

    /**
     * Judges what was drawn so far.
     *
     * @throws BadInputException
     *             if too many pictures could not be decoded
     */
    void checkShare() throws BadInputException {
        long drawn = Math.min(position, samples());
        if (undecodable() > options.maxSkippedShare() * drawn) {
            throw new BadInputException("%d of %d pictures drawn cannot be decoded (%s), more than the share of %s that may be skipped; "
                    .formatted(undecodable(), drawn, undecodable, options.maxSkippedShare())
                    + "look at the shards, or allow more (option max-undecodable)");
        }
    }

    private static ClipBatch batch(List<Example> examples) {
        int n = examples.size();
        int length = examples.stream().mapToInt(e -> e.tokens().length).max().orElseThrow();
        int area = examples.getFirst().pixels().length;
        byte[] pixels = new byte[Math.multiplyExact(n, area)];
        int[] tokens = new int[n * length];
        for (int i = 0; i < n; i++) {
            Example example = examples.get(i);
            System.arraycopy(example.pixels(), 0, pixels, i * area, area);
            System.arraycopy(example.tokens(), 0, tokens, i * length, example.tokens().length);
        }
        return new ClipBatch(n, pixels, tokens, length, CaptionIds.of(examples.stream().map(Example::tokens).toList()));
    }

    @Override
    public void close() {
        ahead.forEach(waiting -> waiting.cancel(false));
        workers.close();
    }
}
