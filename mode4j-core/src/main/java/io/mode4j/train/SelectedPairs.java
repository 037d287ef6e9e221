package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The pairs of an index that a {@link SampleChoice} selects. Holds 4 bytes a shard; reads a shard's pairs when they are asked for.
 */
final class SelectedPairs implements ShardPairs {

    private final SampleIndex index;
    private final RowSelection selection;
    private final CaptionChoice captions;
    private final CaptionUse use;
    private final int[] pairs;

    private SelectedPairs(SampleIndex index, RowSelection selection, CaptionChoice captions, CaptionUse use) throws IOException {
        this.index = index;
        this.selection = selection;
        this.captions = captions;
        this.use = use;
        this.pairs = new int[index.shards()];
        for (int shard = 0; shard < pairs.length; shard++) {
            pairs[shard] = selection.rows(shard).cardinality();
        }
    }

    /**
     * Counts the pairs of every shard.
     *
     * @param captions
     *            says which caption the pairs were clustered by
     * @param use
     *            whether the others are kept beside it
     * @throws BadInputException
     *             if there are less than two
     */
    static SelectedPairs of(SampleIndex index, ClusterOfRows clusters, SampleChoice choice, CaptionChoice captions, CaptionUse use)
            throws IOException {
        SelectedPairs selected = new SelectedPairs(index, RowSelection.of(index, clusters, choice), captions, use);
        if (selected.pairs() < 2) {
            throw new BadInputException("a model needs at least 2 pairs to tell apart, found %d: %s of an index of %d pairs"
                    .formatted(selected.pairs(), choice.describe(), index.allRows()));
        }
        return selected;
    }

    @Override
    public int shards() {
        return pairs.length;
    }

    @Override
    public int pairs(int shard) {
        return pairs[shard];
    }

    @Override
    public List<Pair> read(int shard) throws IOException {
        List<Sample> samples = index.read(shard);
        List<Pair> selected = new ArrayList<>(pairs[shard]);
        BitSet rows = selection.rows(shard);
        long[] numbers = index.rowNumbers(shard);
        for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
            Sample sample = samples.get(row);
            selected.add(new Pair(numbers[row], shard, sample.imageOffset(), sample.imageLength(), captions(sample)));
        }
        return selected;
    }

    /** Which rows of a shard are selected. */
    BitSet rows(int shard) throws IOException {
        return selection.rows(shard);
    }

    private List<String> captions(Sample sample) {
        String clustered = captions.choose(sample);
        return switch (use) {
            case CLUSTERED -> List.of(clustered);
            case ANY -> Stream.concat(Stream.of(clustered), sample.captions().stream()).toList();
        };
    }
}
