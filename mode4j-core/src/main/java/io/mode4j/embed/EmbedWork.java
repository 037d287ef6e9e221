package io.mode4j.embed;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.SampleIndex;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Embeds a chunk of shards: writes {@code NAME.npy}, float16 [rows, dim], for each, and returns how many captions it encoded; equal ones count once. Files that
 * are there are whole, and stay.
 *
 * @param files what writes
 * @param index path of the index
 * @param folder path of the embeddings
 * @param source where the encoder comes from
 * @param captions which caption of a pair counts
 */
public record EmbedWork(FileLayer files, String index, String folder, EncoderSource source, CaptionChoice captions)
        implements
            Work<EmbedWork.Chunk, Long> {
    /**
     * Consecutive shards of the index.
     *
     * @param from the first
     * @param to the one after the last
     */
    public record Chunk(int from, int to) implements Serializable {}

    @Override
    public Worker<Chunk, Long> open() throws IOException {
        SampleIndex samples = SampleIndex.open(Path.of(index));
        SentenceEncoder encoder = source.open(files, samples, captions, Path.of(folder));
        return (part, advanced) -> {
            CaptionChunk chunk = CaptionChunk.read(samples, part.from, part.to, captions);
            embed(chunk, samples, encoder, advanced);
            return (long) chunk.distinct().size();
        };
    }

    private void embed(CaptionChunk chunk, SampleIndex samples, SentenceEncoder encoder, LongConsumer advanced) throws IOException {
        boolean done = true;
        for (int shard = chunk.from(); shard < chunk.to(); shard++) {
            done &= Files.exists(file(samples, shard));
        }
        if (done) {
            advanced.accept(chunk.rows());
            return;
        }
        float[][] vectors = chunk.encode(encoder, advanced);
        for (int shard = chunk.from(); shard < chunk.to(); shard++) {
            Path file = file(samples, shard);
            if (!Files.exists(file)) {
                int[] captionOf = chunk.captionOf(shard);
                Npy.writeMatrix(files, file, Dtype.FLOAT16, captionOf.length, encoder.dim(),
                        (row, into) -> System.arraycopy(vectors[captionOf[(int) row]], 0, into, 0, into.length));
            }
        }
    }

    private Path file(SampleIndex samples, int shard) {
        return Path.of(folder).resolve(samples.name(shard) + ".npy");
    }
}
