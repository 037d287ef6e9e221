package io.mode4j.embed;

import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The chosen captions of some consecutive shards.
 *
 * @param from the first shard
 * @param to the shard after the last
 * @param distinct the captions, each once, in the order of their first row
 * @param captions for each shard, for each row, the position of its caption in {@code distinct}
 */
record CaptionChunk(int from, int to, List<String> distinct, List<int[]> captions) {
    /** Captions given to the encoder at once: enough to fill batches of equal length, few enough that progress is seen. */
    private static final int SLICE = 2048;

    static CaptionChunk read(SampleIndex index, int from, int to, CaptionChoice choice) throws IOException {
        Map<String, Integer> positions = new LinkedHashMap<>();
        List<int[]> captions = new ArrayList<>();
        for (int shard = from; shard < to; shard++) {
            List<Sample> samples = index.read(shard);
            int[] captionOf = new int[samples.size()];
            for (int row = 0; row < captionOf.length; row++) {
                String caption = choice.choose(samples.get(row));
                captionOf[row] = positions.computeIfAbsent(caption, _ -> positions.size());
            }
            captions.add(captionOf);
        }
        return new CaptionChunk(from, to, List.copyOf(positions.keySet()), captions);
    }

    int[] captionOf(int shard) {
        return captions.get(shard - from);
    }

    long rows() {
        return captions.stream().mapToLong(c -> c.length).sum();
    }

    /** The vectors of the distinct captions; progress is all rows, in proportion. */
    float[][] encode(SentenceEncoder encoder, LongConsumer advanced) throws IOException {
        float[][] vectors = new float[distinct.size()][];
        long shown = 0;
        for (int start = 0; start < vectors.length; start += SLICE) {
            int end = Math.min(vectors.length, start + SLICE);
            float[][] slice = encoder.encode(distinct.subList(start, end));
            System.arraycopy(slice, 0, vectors, start, slice.length);
            long reached = rows() * end / vectors.length;
            advanced.accept(reached - shown);
            shown = reached;
        }
        return vectors;
    }
}
