package io.mode4j.embed;

import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipSource;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.Images;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.work.Work;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the pictures of a chunk of shards, and their captions before them if there is an encoder: writes {@code NAME.npy}, float16 [rows, T + E], for each, and returns how many
 * pictures cannot be decoded. Files that are there are whole, and stay.
 *
 * @param index the index
 * @param folder receives the embeddings
 * @param clips where the engine comes from
 * @param engine identity of the engine that is to embed
 * @param model the model folder's path or URL
 * @param sentences where the encoder comes from; null for pictures alone
 * @param captions which caption of a pair counts
 */
record PictureEmbedWork(Store index, Store folder, ClipSource clips, String engine, String model, @Nullable EncoderSource sentences,
        CaptionChoice captions) implements Work<EmbedWork.Chunk, Long> {

    static final String NAME = "embed pictures";
    private static final int BATCH = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Worker<EmbedWork.Chunk, Long> open() throws IOException {
        SampleIndex samples = SampleIndex.open(index);
        SentenceEncoder encoder = sentences == null ? null : sentences.open(samples, captions, folder);
        ClipModel clip = clips.engine(engine).load(Places.known(model));
        return new Embedder(samples, encoder, clip, new ShardImages(samples));
    }

    /** A thread's. */
    private final class Embedder implements Worker<EmbedWork.Chunk, Long> {
        private final SampleIndex samples;
        private final @Nullable SentenceEncoder encoder;
        private final ClipModel clip;
        private final ShardImages encoded;

        Embedder(SampleIndex samples, @Nullable SentenceEncoder encoder, ClipModel clip, ShardImages encoded) {
            this.samples = samples;
            this.encoder = encoder;
            this.clip = clip;
            this.encoded = encoded;
        }

        @Override
        public Long run(EmbedWork.Chunk part, LongConsumer advanced) throws IOException {
            long undecodable = 0;
            for (int shard = part.from(); shard < part.to(); shard++) {
                String file = samples.name(shard) + ".npy";
                if (!folder.has(file)) {
                    write(file, samples.read(shard), new ShardPictures(encoded, clips.images(), clip, shard));
                }
                undecodable += undecodable(file);
                advanced.accept(samples.rows(shard));
            }
            return undecodable;
        }

        private void write(String file, List<Sample> pairs, ShardPictures pictures) throws IOException {
            float[][] texts = encoder == null ? new float[pairs.size()][0]
                    : encoder.encode(pairs.stream().map(captions::choose).toList());
            float[][] seen = new float[pairs.size()][];
            for (int from = 0; from < seen.length; from += BATCH) {
                int to = Math.min(seen.length, from + BATCH);
                System.arraycopy(pictures.features(pairs.subList(from, to)), 0, seen, from, to - from);
            }
            folder.write(file, Npy.array(Dtype.FLOAT16, (row, into) -> {
                float[] text = texts[(int) row];
                System.arraycopy(text, 0, into, 0, text.length);
                System.arraycopy(seen[(int) row], 0, into, text.length, into.length - text.length);
            }, seen.length, textDim() + clip.config().embedDim()));
        }

        private int textDim() {
            return encoder == null ? 0 : encoder.dim();
        }

        /** From the file, so that a run that was interrupted counts as one that was not. */
        private long undecodable(String file) throws IOException {
            long count = 0;
            try (NpyMatrix matrix = Npy.openMatrix(folder.local(file))) {
                float[] row = new float[matrix.dim()];
                for (long r = 0; r < matrix.rows(); r++) {
                    matrix.row(r, row);
                    count += IntStream.range(textDim(), row.length).allMatch(i -> row[i] == 0) ? 1 : 0;
                }
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            clip.close();
            encoded.close();
        }
    }
}
