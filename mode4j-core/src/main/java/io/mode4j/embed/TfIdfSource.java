package io.mode4j.embed;

import io.mode4j.artifact.RandomStream;
import io.mode4j.artifact.Store;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Fits a {@link TfIdfEncoder} of {@value #DIM} dimensions, c-BTM's number, on the captions of shards drawn from the seed, at most {@value #CAPTIONS}.
 *
 * @param seed of that choice
 */
public record TfIdfSource(long seed) implements EncoderSource {
    private static final int DIM = 100;
    private static final int CAPTIONS = 200_000;

    @Override
    public String identity() {
        return "tf-idf, " + DIM + " dimensions, seed " + seed;
    }

    @Override
    public SentenceEncoder open(SampleIndex index, CaptionChoice captions, Store folder) throws IOException {
        if (!folder.has(TfIdfEncoder.FILE)) {
            TfIdfEncoder.fit(sample(index, captions), DIM, seed, folder);
        }
        return TfIdfEncoder.read(Objects.requireNonNull(folder.local(TfIdfEncoder.FILE).getParent()));
    }

    private List<String> sample(SampleIndex index, CaptionChoice choice) throws IOException {
        int[] order = new int[index.shards()];
        Arrays.setAll(order, shard -> shard);
        RandomStream.shuffle(order, RandomStream.of(seed, "tf-idf captions"));
        List<String> captions = new ArrayList<>();
        for (int shard : order) {
            if (captions.size() >= CAPTIONS) {
                break;
            }
            for (Sample sample : index.read(shard)) {
                captions.add(choice.choose(sample));
            }
        }
        return captions.subList(0, Math.min(CAPTIONS, captions.size()));
    }
}
