package io.mode4j.embed;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.Sample;
import io.mode4j.shard.SampleIndex;
import io.mode4j.shard.ShardImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the picture of every pair by a CLIP model, alone or after the embedding of its caption, in place of {@link io.mode4j.embed.EmbedStage}: the
 * paper's ablation of what is clustered. Writes {@code embeddings/NAME.npy}, float16 {@code [rows, T + E]}: a unit vector of T numbers of the caption
 * (T is 0 without), then one of E numbers of the picture; zeros for a picture that cannot be decoded. The manifest's {@code text_dim} is T: texts can
 * only be compared with the first T numbers.
 *
 * <p>
 * Holds one shard's embeddings. Not for several threads; uses the engine and the encoder, does not close them.
 */
public final class PictureEmbedStage {

    /** Key of the manifest's summary: how many numbers of each row texts can be compared with. */
    public static final String TEXT_DIM = "text_dim";

    private static final int VERSION = 1;
    private static final int BATCH = 64;

    private final FileLayer files;
    private final Progress progress;
    private final ClipEngine engine;
    private final Images images;
    private final Path model;
    private final @Nullable SentenceEncoder sentences;
    private final CaptionChoice captions;

    /**
     * A stage.
     *
     * @param model a model folder: model.safetensors and open_clip_config.json
     * @param sentences embeds captions too; null for pictures alone
     * @param captions which caption of a pair counts
     */
    public PictureEmbedStage(FileLayer files, Progress progress, ClipEngine engine, Images images, Path model,
            @Nullable SentenceEncoder sentences, CaptionChoice captions) {
        this.files = files;
        this.progress = progress;
        this.engine = engine;
        this.images = images;
        this.model = model;
        this.sentences = sentences;
        this.captions = captions;
    }

    /**
     * Embeds what is not embedded yet.
     *
     * @param indexFolder made by the index stage
     * @param folder of this stage
     * @return the manifest, whose summary has {@code captions}, {@code undecodable}, {@code dim}, {@code text_dim}, {@code picture_encoder} and, where captions are embedded too, {@code encoder}
     * @throws IOException if the model is missing or damaged, or the folder holds other embeddings
     */
    public Manifest run(Path indexFolder, Path folder) throws IOException {
        Manifest indexed = Manifest.read(indexFolder);
        try (StageFolder stage = StageFolder.of(files, folder, recipe(indexed))) {
            if (!stage.begin()) {
                return Manifest.read(folder);
            }
            indexed.verify(indexFolder);
            return stage.finish(embed(indexFolder, folder));
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> embed(Path indexFolder, Path folder) throws IOException {
        SampleIndex index = SampleIndex.open(indexFolder);
        int textDim = sentences == null ? 0 : sentences.dim();
        try (ClipModel clip = engine.load(model);
                ShardImages encoded = new ShardImages(index);
                Progress.Bar bar = progress.start("embed pictures", index.rows(), "pairs")) {
            for (int shard = 0; shard < index.shards(); shard++) {
                Path file = folder.resolve(index.name(shard) + ".npy");
                if (!Files.exists(file)) {
                    write(file, textDim + clip.config().embedDim(), index.read(shard), new Pictures(encoded, images, clip, shard));
                }
                bar.advance(index.rows(shard));
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("captions", index.rows());
            summary.put("undecodable", undecodable(index, folder, textDim));
            summary.put("dim", textDim + clip.config().embedDim());
            summary.put(TEXT_DIM, textDim);
            summary.put(EncoderReference.PICTURES, EncoderReference.ofPictures(identity(engine, model), model, folder).summary());
            if (sentences != null) {
                summary.put(EncoderReference.KEY, EncoderReference.of(sentences, folder).summary());
            }
            return summary;
        }
    }

    /** What of a model and of what computes it decides the numbers. */
    public static String identity(ClipEngine engine, Path model) throws IOException {
        return engine.identity() + ", " + Fingerprints.ofFile(model.resolve("model.safetensors"));
    }

    private Recipe recipe(Manifest index) throws IOException {
        TreeMap<String, String> configuration = new TreeMap<>();
        configuration.put("encoder", sentences == null ? "none" : sentences.identity());
        configuration.put("pictures", identity(engine, model));
        configuration.put("caption", captions.mode().name());
        configuration.put("seed", Long.toString(captions.seed()));
        return new Recipe("embed", VERSION, configuration, new TreeMap<>(Map.of("index", index.fingerprint())));
    }

    private void write(Path file, int dim, List<Sample> samples, Pictures pictures) throws IOException {
        float[][] texts = sentences == null ? new float[samples.size()][0]
                : sentences.encode(samples.stream().map(captions::choose).toList());
        float[][] seen = new float[samples.size()][];
        for (int from = 0; from < seen.length; from += BATCH) {
            int to = Math.min(seen.length, from + BATCH);
            System.arraycopy(pictures.features(samples.subList(from, to)), 0, seen, from, to - from);
        }
        Npy.writeMatrix(files, file, Dtype.FLOAT16, seen.length, dim, (row, into) -> {
            float[] text = texts[(int) row];
            System.arraycopy(text, 0, into, 0, text.length);
            System.arraycopy(seen[(int) row], 0, into, text.length, into.length - text.length);
        });
    }

    /** From the files, so that a run that was interrupted counts as one that was not. */
    private static long undecodable(SampleIndex index, Path folder, int textDim) throws IOException {
        long count = 0;
        for (int shard = 0; shard < index.shards(); shard++) {
            try (var matrix = Npy.openMatrix(folder.resolve(index.name(shard) + ".npy"))) {
                float[] row = new float[matrix.dim()];
                for (long r = 0; r < matrix.rows(); r++) {
                    matrix.row(r, row);
                    count += IntStream.range(textDim, row.length).allMatch(i -> row[i] == 0) ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** The pictures of a shard. */
    private record Pictures(ShardImages encoded, Images images, ClipModel clip, int shard) {

        /** A vector a picture; zeros where it cannot be decoded. */
        float[][] features(List<Sample> samples) {
            int size = clip.config().vision().imageSize();
            List<byte[]> decoded = samples.parallelStream().map(sample -> decode(sample, size)).toList();
            List<Integer> whole = IntStream.range(0, decoded.size()).filter(i -> decoded.get(i).length > 0).boxed().toList();
            byte[] pixels = new byte[whole.size() * 3 * size * size];
            for (int i = 0; i < whole.size(); i++) {
                System.arraycopy(decoded.get(whole.get(i)), 0, pixels, i * 3 * size * size, 3 * size * size);
            }
            float[][] features = new float[samples.size()][clip.config().embedDim()];
            float[][] found = whole.isEmpty() ? new float[0][] : clip.imageFeatures(pixels, whole.size());
            for (int i = 0; i < found.length; i++) {
                features[whole.get(i)] = found[i];
            }
            return features;
        }

        private byte[] decode(Sample sample, int size) {
            try {
                return images.decode(encoded.read(shard, sample.imageOffset(), sample.imageLength()), size);
            } catch (UndecodableImageException e) {
                return new byte[0]; // counted in the manifest
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
