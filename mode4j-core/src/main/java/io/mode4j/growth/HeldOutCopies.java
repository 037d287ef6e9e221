package io.mode4j.growth;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.HeldOutPair;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds pairs that have a caption or the picture of one that a run holds out: a training that saw them would know the answers. Pairs are held out only where no other pair of their index has either. Memory holds
 * the held-out captions, and of pictures a checksum. Not thread-safe.
 */
final class HeldOutCopies {
    private final Set<String> captions = new HashSet<>();
    private final Map<Integer, Set<String>> picturesByLength = new HashMap<>();

    /** Reads what an index holds out. */
    HeldOutCopies(SampleIndex index) throws IOException {
        try (ShardImages images = new ShardImages(index)) {
            for (HeldOutPair pair : index.heldOut()) {
                Sample sample = pair.sample();
                captions.addAll(sample.captions());
                picturesByLength.computeIfAbsent(sample.imageLength(), _ -> new HashSet<>())
                        .add(Fingerprints.ofBytes(images.read(pair.shard(), sample.imageOffset(), sample.imageLength())));
            }
        }
    }

    /** {@return whether a pair of a shard is such a copy} */
    boolean has(Sample sample, int shard, ShardImages images) throws IOException {
        if (sample.captions().stream().anyMatch(captions::contains)) {
            return true;
        }
        Set<String> pictures = picturesByLength.get(sample.imageLength());
        return pictures != null
                && pictures.contains(Fingerprints.ofBytes(images.read(shard, sample.imageOffset(), sample.imageLength())));
    }
}
