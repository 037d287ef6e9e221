package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.BatchShare;
import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.NearCaptions;
import io.mode4j.clip.SoftTargets;
import io.mode4j.image.UndecodableImageException.Cause;
import io.mode4j.ranks.Ranks;
import io.mode4j.train.FalseNegatives.Handling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives one batch after the other, decoded ahead by worker threads. The batches are a function of the samples, the seed and the position alone: the
 * workers' results are taken in the order of the draws, and the next draw replaces an undecodable one. No batch holds a sample twice: what an epoch has left
 * when it does not fill a batch is left out, other samples in every epoch. Used by one thread.
 *
 * <p>
 * Of several ranks each gives its own pairs of the same batches, however many there are.
 *
 * <p>
 * Bound: {@value LoaderOptions#AHEAD} batches of pixels and tokens wait at most, shared out among the ranks.
 */
final class BatchLoader implements AutoCloseable {
    private static final int SHORTEST = 2; // tokens

    private final SampleOrder order;
    private final Draws draws;
    private final Ranks ranks;
    private final LoaderOptions options;
    private final Distillation.@Nullable Teachers teachers;
    private final @Nullable CaptionEmbeddings embeddings;
    private final Map<Cause, Integer> undecodable;

    /**
     * Goes on from a state.
     *
     * @param order
     *            stays its owner's to close, after this
     */
    BatchLoader(SampleOrder order, ExampleReader reader, LoaderOptions options, LoaderState state, Ranks ranks) {
        this.order = order;
        this.options = options;
        this.ranks = ranks;
        this.teachers = reader.teachers();
        this.embeddings = reader.embeddings();
        this.draws = new Draws(order, reader, ranks, options.workers(), LoaderOptions.AHEAD * options.batchSize(), state.position());
        this.undecodable = new LoaderState(state.position(), state.undecodable()).undecodable();
    }

    /**
     * The next batch: as many pairs as asked for, or all of the samples that can be decoded if those are fewer.
     *
     * @throws BadInputException
     *             if too many pictures cannot be decoded
     * @throws IOException
     *             if a shard cannot be read, a rank is lost, or the thread was interrupted
     */
    ClipBatch next() throws IOException {
        List<Drawn> batch = new ArrayList<>(options.batchSize());
        long began = draws.position();
        while (batch.size() < options.batchSize()) {
            draw(batch);
            if (draws.position() % samples() == 0 && batch.size() < options.batchSize()) {
                if (draws.position() - began == samples()) {
                    break;
                }
                batch.clear();
                began = draws.position();
            }
        }
        if (batch.isEmpty()) {
            throw new BadInputException("none of " + samples() + " pictures can be decoded (" + undecodable + "); look at the shards");
        }
        draws.readAhead();
        return batch(batch);
    }

    private void draw(List<Drawn> batch) throws IOException {
        Drawn drawn = draws.next(options.batchSize() - batch.size());
        Cause cause = drawn.undecodable();
        if (cause == null) {
            batch.add(drawn);
        } else {
            skip(cause);
        }
    }

    /** Where the next batch begins. */
    LoaderState state() {
        return new LoaderState(draws.position(), undecodable);
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

    private void skip(Cause cause) throws BadInputException {
        if (draws.position() <= samples()) { // the first epoch, in which each is drawn for the first time
            undecodable.merge(cause, 1, Integer::sum);
        }
        if (draws.position() >= Math.min(samples(), LoaderOptions.JUDGED_FROM)) {
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
        long drawn = Math.min(draws.position(), samples());
        if (undecodable() > options.maxSkippedShare() * drawn) {
            throw new BadInputException("%d of %d pictures drawn cannot be decoded (%s), more than the share of %s that may be skipped; "
                    .formatted(undecodable(), drawn, undecodable, options.maxSkippedShare())
                    + "look at the shards, or allow more (option max-undecodable)");
        }
    }

    private ClipBatch batch(List<Drawn> batch) {
        List<Example> own = new ArrayList<>();
        int[] places = IntStream.range(0, batch.size()).filter(i -> batch.get(i).example() != null).toArray();
        for (int place : places) {
            own.add(Objects.requireNonNull(batch.get(place).example()));
        }
        int first = (int) batch.stream().filter(drawn -> drawn.rank() < ranks.rank()).count();
        int k = own.size();
        int length = own.stream().mapToInt(e -> e.tokens().length).max().orElse(SHORTEST);
        int area = own.isEmpty() ? 0 : own.getFirst().pixels().length;
        byte[] pixels = new byte[Math.multiplyExact(k, area)];
        int[] tokens = new int[k * length];
        for (int i = 0; i < k; i++) {
            Example example = own.get(i);
            System.arraycopy(example.pixels(), 0, pixels, i * area, area);
            System.arraycopy(example.tokens(), 0, tokens, i * length, example.tokens().length);
        }
        return new ClipBatch(k, pixels, tokens, length, captionIds(batch), new BatchShare(batch.size(), first, places),
                softTargets(own), nearCaptions(own));
    }

    private @Nullable SoftTargets softTargets(List<Example> pairs) {
        if (teachers == null) {
            return null;
        }
        int numbers = 2 * teachers.dim();
        float[] vectors = new float[Math.multiplyExact(pairs.size(), numbers)];
        for (int i = 0; i < pairs.size(); i++) {
            System.arraycopy(pairs.get(i).taught(), 0, vectors, i * numbers, numbers);
        }
        return new SoftTargets(vectors, teachers.dim(), teachers.weight());
    }

    private @Nullable NearCaptions nearCaptions(List<Example> pairs) {
        if (embeddings == null) {
            return null;
        }
        FalseNegatives told = embeddings.told();
        int dim = pairs.getFirst().embedding().length;
        float[] vectors = new float[Math.multiplyExact(pairs.size(), dim)];
        for (int i = 0; i < pairs.size(); i++) {
            System.arraycopy(pairs.get(i).embedding(), 0, vectors, i * dim, dim);
        }
        return new NearCaptions(vectors, dim, told.from(), told.handling() == Handling.MASK);
    }

    /** {@return a number for each pair, rank after rank; equal numbers mean equal captions} */
    private int[] captionIds(List<Drawn> batch) {
        Map<Long, Integer> ids = new HashMap<>();
        return IntStream.range(0, ranks.count())
                .boxed()
                .flatMap(rank -> batch.stream().filter(drawn -> drawn.rank() == rank))
                .mapToInt(drawn -> ids.computeIfAbsent(drawn.caption(), _ -> ids.size()))
                .toArray();
    }

    @Override
    public void close() {
        draws.close();
    }
}
