package io.mode4j.embed;

import io.mode4j.artifact.Store;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Embeds a chunk of shards: writes {@code NAME.npy}, float16 [rows, dim], for each, and returns how many captions it encoded; equal ones count once. Files that
 * are there are whole, and stay.
 *
 * @param index the index
 * @param folder receives the embeddings
 * @param source where the encoder comes from
 * @param captions which caption of a pair counts
 */
public record EmbedWork(Store index, Store folder, EncoderSource source, CaptionChoice captions)
        implements
            Work<EmbedWork.Chunk, Long> {
    /**
     * Consecutive shards of the index.
     *
     * @param from the first
     * @param to the one after the last
     */
    public record Chunk(int from, int to) implements Serializable {
        private static final int ROWS = 16_384;

        /** All shards, in chunks that follow from the index alone. */
        static List<Chunk> of(SampleIndex index) {
            List<Chunk> chunks = new ArrayList<>();
            for (int from = 0; from < index.shards(); from = chunks.getLast().to) {
                chunks.add(new Chunk(from, end(index, from)));
            }
            return chunks;
        }

        private static int end(SampleIndex index, int from) {
            long rows = index.rows(from);
            int to = from + 1;
            while (to < index.shards() && rows + index.rows(to) <= ROWS) {
                rows += index.rows(to);
                to++;
            }
            return to;
        }
    }

    @Override
    public String name() {
        return "embed";
    }

    @Override
    public Worker<Chunk, Long> open() throws IOException {
        SampleIndex samples = SampleIndex.open(index);
        SentenceEncoder encoder = source.open(samples, captions, folder);
        return (part, advanced) -> {
            CaptionChunk chunk = CaptionChunk.read(samples, part.from, part.to, captions);
            embed(chunk, samples, encoder, advanced);
            return (long) chunk.distinct().size();
        };
    }

    private void embed(CaptionChunk chunk, SampleIndex samples, SentenceEncoder encoder, LongConsumer advanced) throws IOException {
        boolean done = true;
        for (int shard = chunk.from(); shard < chunk.to(); shard++) {
            done &= folder.has(file(samples, shard));
        }
        if (done) {
            advanced.accept(chunk.rows());
            return;
        }
        float[][] vectors = chunk.encode(encoder, advanced);
        for (int shard = chunk.from(); shard < chunk.to(); shard++) {
            String file = file(samples, shard);
            if (!folder.has(file)) {
                int[] captionOf = chunk.captionOf(shard);
                folder.write(file, Npy.array(Dtype.FLOAT16,
                        (row, into) -> System.arraycopy(vectors[captionOf[(int) row]], 0, into, 0, into.length), captionOf.length,
                        encoder.dim()));
            }
        }
    }

    private static String file(SampleIndex samples, int shard) {
        return samples.name(shard) + ".npy";
    }
}
