package io.mode4j.growth;

import io.mode4j.shard.Sample;
import io.mode4j.shard.index.KeySearch;
import io.mode4j.shard.index.KeySearch.Found;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.shard.index.ShardRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of an index that trainings may see: none that is retired, and of pairs that arrived no copies of what the run holds out. */
public final class KeptRows implements ShardRows {
    private final SampleIndex index;
    private final HeldOutCopies heldOut;

    private KeptRows(SampleIndex index, HeldOutCopies heldOut) {
        this.index = index;
        this.heldOut = heldOut;
    }

    /**
     * {@return those of an index}
     *
     * @param folder   of the index
     * @param runIndex the run's own, in which no such copy is
     * @param retired  keys of pairs that no training sees
     */
    public static ShardRows of(Path folder, Path runIndex, Set<String> retired, int threads) throws IOException {
        SampleIndex index = SampleIndex.open(folder);
        SampleIndex first = SampleIndex.open(runIndex);
        ShardRows unlike = index.heldOutRows() > 0 || first.heldOutRows() == 0 ? shard -> all(index, shard)
                : new KeptRows(index, new HeldOutCopies(first));
        return retired.isEmpty() ? unlike : without(retired(folder, retired, threads), unlike);
    }

    private static ShardRows without(Map<Integer, BitSet> retired, ShardRows others) {
        return shard -> {
            BitSet rows = others.of(shard);
            rows.andNot(retired.getOrDefault(shard, new BitSet()));
            return rows;
        };
    }

    private static Map<Integer, BitSet> retired(Path index, Set<String> keys, int threads) throws IOException {
        Map<Integer, BitSet> rows = new HashMap<>();
        for (Found pair : KeySearch.find(index, keys, threads)) {
            if (!pair.heldOut()) {
                rows.computeIfAbsent(pair.shard(), _ -> new BitSet()).set(pair.row());
            }
        }
        return rows;
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
