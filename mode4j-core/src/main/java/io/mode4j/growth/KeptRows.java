package io.mode4j.growth;

import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.index.ShardRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** The rows of an index that trainings may see: of pairs that arrived those that are no copies of what the run holds out. */
public final class KeptRows implements ShardRows {
    private final SampleIndex index;
    private final HeldOutCopies heldOut;

    private KeptRows(SampleIndex index, HeldOutCopies heldOut) {
        this.index = index;
        this.heldOut = heldOut;
    }

    /** {@return those of an index}; of the run's own all, since no such copy is in it */
    public static ShardRows of(SampleIndex index, Path runIndex) throws IOException {
        SampleIndex first = SampleIndex.open(runIndex);
        return index.heldOutRows() > 0 || first.heldOutRows() == 0 ? shard -> all(index, shard)
                : new KeptRows(index, new HeldOutCopies(first));
    }

    private static BitSet all(SampleIndex index, int shard) {
        BitSet all = new BitSet();
        all.set(0, index.rows(shard));
        return all;
    }

    @Override
    public BitSet of(int shard) throws IOException {
        BitSet kept = all(index, shard);
        List<Sample> samples = index.rows(shard) == 0 ? List.of() : index.read(shard);
        try (ShardImages images = new ShardImages(index)) {
            for (int row = 0; row < samples.size(); row++) {
                if (heldOut.has(samples.get(row), shard, images)) {
                    kept.clear(row);
                }
            }
        }
        return kept;
    }
}
