package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.util.Arrays;

/**
 * A table of all pairs that a model is trained on. Immutable once read; owns native memory until closed.
 *
 * <p>
 * Bound: 24 bytes of heap a pair (row, offset, length, caption address), 12 a shard, and outside the heap the UTF-8 bytes of its captions, 4 bytes
 * each and 4 more. While reading, one shard's pairs are in the heap.
 */
final class SelectedSamples implements AutoCloseable {

    private static final int MOST = Integer.MAX_VALUE - 8; // what an array holds

    private final int[] firstSample;
    private final int[] row;
    private final long[] firstRow;
    private final long[] offset;
    private final int[] length;
    private final long[] captions;
    private final CaptionStore store = new CaptionStore();

    private SelectedSamples(int shards, int samples) {
        firstSample = new int[shards];
        firstRow = new long[shards];
        row = new int[samples];
        offset = new long[samples];
        length = new int[samples];
        captions = new long[samples];
    }

    static SelectedSamples read(ShardPairs pairs) throws IOException {
        if (pairs.pairs() > MOST) {
            throw new BadInputException("%d pairs are too many to shuffle all together; shuffle them in windows (option shuffle window)"
                    .formatted(pairs.pairs()));
        }
        SelectedSamples table = new SelectedSamples(pairs.shards(), (int) pairs.pairs());
        try {
            int sample = 0;
            for (int shard = 0; shard < pairs.shards(); shard++) {
                table.firstSample[shard] = sample;
                if (pairs.pairs(shard) > 0) {
                    for (Pair pair : pairs.read(shard)) {
                        table.put(sample++, pair);
                    }
                }
            }
            return table;
        } catch (IOException | RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private void put(int sample, Pair pair) {
        if (sample == firstSample[pair.shard()]) {
            firstRow[pair.shard()] = pair.row();
        }
        row[sample] = Math.toIntExact(pair.row() - firstRow[pair.shard()]);
        offset[sample] = pair.offset();
        length[sample] = pair.length();
        captions[sample] = store.add(pair.captions());
    }

    int size() {
        return row.length;
    }

    Pair pair(int sample) {
        int shard = shard(sample);
        return new Pair(firstRow[shard] + row[sample], shard, offset[sample], length[sample], store.get(captions[sample]));
    }

    private int shard(int sample) {
        int found = Arrays.binarySearch(firstSample, sample);
        if (found < 0) {
            return -found - 2;
        }
        while (found + 1 < firstSample.length && firstSample[found + 1] == sample) {
            found++; // shards without pairs begin where the next one does
        }
        return found;
    }

    @Override
    public void close() {
        store.close();
    }
}
