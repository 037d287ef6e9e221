package io.mode4j.train;

import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.SampleIndex;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the pictures of the selected pairs lie and what their captions are. Immutable once read; safe for use by many threads; owns native memory
 * until closed.
 *
 * <p>
 * Bound: 24 bytes of heap a selected pair (row, offset, length, caption address), and outside the heap the UTF-8 bytes of its captions, 4 bytes
 * each and 4 more: the clustered caption alone for {@link CaptionUse#CLUSTERED}, that one and all of the pair's for {@link CaptionUse#ANY}.
 * While reading, one shard's index is in the heap.
 */
final class SelectedSamples implements AutoCloseable {

    private final int[] firstRow;
    private final int[] row;
    private final long[] offset;
    private final int[] length;
    private final long[] captions;
    private final CaptionStore store = new CaptionStore();

    private SelectedSamples(int shards, int samples) {
        firstRow = new int[shards];
        row = new int[samples];
        offset = new long[samples];
        length = new int[samples];
        captions = new long[samples];
    }

    static SelectedSamples read(SampleIndex index, BitSet rows, CaptionChoice choice, CaptionUse use) throws IOException {
        SelectedSamples table = new SelectedSamples(index.shards(), rows.cardinality());
        try {
            for (int shard = 0, first = 0, sample = 0; shard < index.shards(); shard++) {
                table.firstRow[shard] = first;
                int end = first + index.rows(shard);
                if (rows.nextSetBit(first) >= 0 && rows.nextSetBit(first) < end) {
                    List<Sample> samples = index.read(shard);
                    for (int r = rows.nextSetBit(first); r >= 0 && r < end; r = rows.nextSetBit(r + 1)) {
                        table.put(sample++, r, samples.get(r - first), choice, use);
                    }
                }
                first = end;
            }
            return table;
        } catch (IOException | RuntimeException e) {
            table.close();
            throw e;
        }
    }

    private void put(int sample, int sampleRow, Sample pair, CaptionChoice choice, CaptionUse use) {
        row[sample] = sampleRow;
        offset[sample] = pair.imageOffset();
        length[sample] = pair.imageLength();
        String clustered = choice.choose(pair);
        captions[sample] = store.add(switch (use) {
            case CLUSTERED -> List.of(clustered);
            case ANY -> Stream.concat(Stream.of(clustered), pair.captions().stream()).toList();
        });
    }

    int size() {
        return row.length;
    }

    /** Number of the sample's row over all shards. */
    int row(int sample) {
        return row[sample];
    }

    int shard(int sample) {
        int found = Arrays.binarySearch(firstRow, row[sample]);
        if (found < 0) {
            return -found - 2;
        }
        while (found + 1 < firstRow.length && firstRow[found + 1] == row[sample]) {
            found++; // shards without rows begin where the next one does
        }
        return found;
    }

    long offset(int sample) {
        return offset[sample];
    }

    int length(int sample) {
        return length[sample];
    }

    /** The caption the pair was clustered by. */
    String clustered(int sample) {
        return store.get(captions[sample], 0);
    }

    /** How many captions the pair has; 0 if only the clustered one was kept. */
    int captions(int sample) {
        return store.count(captions[sample]) - 1;
    }

    String caption(int sample, int which) {
        return store.get(captions[sample], which + 1);
    }

    @Override
    public void close() {
        store.close();
    }
}
