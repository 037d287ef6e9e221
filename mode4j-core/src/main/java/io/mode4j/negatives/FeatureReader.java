package io.mode4j.negatives;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.CaptionIds;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipSource;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.linalg.Vectors;
import io.mode4j.progress.Progress;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.text.Tokenizer;
import io.mode4j.train.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Asks the seed model of a run about pairs, each once, and looks their embeddings up. Pictures are seen as in evaluation. Not thread-safe. */
final class FeatureReader {
    private static final int CHUNK = 256;

    private final RunDirectory run;
    private final ClipSource clips;
    private final Progress progress;

    FeatureReader(RunDirectory run, ClipSource clips, Progress progress) {
        this.run = run;
        this.clips = clips;
        this.progress = progress;
    }

    /**
     * What is known of some pairs; memory holds it all: 8 bytes a dimension of the model, 4 of the embeddings.
     *
     * @param pairs in the order of their rows
     */
    PairFeatures read(List<Pair> pairs) throws IOException {
        SampleIndex index = SampleIndex.open(run.index());
        float[][] embeddings = embeddings(index, pairs);
        try (ClipModel model = clips.engine().load(run.seed()); ShardImages encoded = new ShardImages(index)) {
            List<int[]> tokens = tokens(model, pairs);
            int[] captions = CaptionIds.of(tokens);
            float[][] texts = texts(model, captions, tokens);
            float[][] images = new float[pairs.size()][0];
            byte[][] thumbnails = new byte[pairs.size()][];
            try (Progress.Bar bar = progress.start("pictures", pairs.size(), "pictures")) {
                for (int from = 0; from < images.length; from += CHUNK) {
                    int count = Math.min(CHUNK, images.length - from);
                    see(model, decoded(model, encoded, pairs.subList(from, from + count)), from, images, thumbnails);
                    bar.advance(count);
                }
            }
            return new PairFeatures(images, captions, texts, embeddings, thumbnails, model.logitScale());
        }
    }

    private List<int[]> tokens(ClipModel model, List<Pair> pairs) {
        Tokenizer tokenizer = clips.tokenizer().cleaning(model.config().text().cleaning());
        int length = model.config().text().contextLength();
        return pairs.parallelStream().map(pair -> tokenizer.encode(pair.captions().getFirst(), length)).toList();
    }

    /** The features of each caption once. */
    private float[][] texts(ClipModel model, int[] captions, List<int[]> tokens) {
        int[][] distinct = new int[1 + Arrays.stream(captions).max().orElse(-1)][];
        for (int i = 0; i < captions.length; i++) {
            distinct[captions[i]] = tokens.get(i);
        }
        float[][] texts = new float[distinct.length][];
        try (Progress.Bar bar = progress.start("captions", texts.length, "captions")) {
            for (int from = 0; from < texts.length; from += CHUNK) {
                int count = Math.min(CHUNK, texts.length - from);
                System.arraycopy(model.textFeatures(Arrays.asList(distinct).subList(from, from + count)), 0, texts, from, count);
                bar.advance(count);
            }
        }
        return texts;
    }

    /** Pixels a picture; none where it cannot be decoded. */
    private List<byte[]> decoded(ClipModel model, ShardImages encoded, List<Pair> chunk) throws IOException {
        int size = model.config().vision().imageSize();
        try {
            return chunk.parallelStream().map(pair -> pixels(encoded, pair, size)).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private byte[] pixels(ShardImages encoded, Pair pair, int size) {
        try {
            return clips.images().decode(encoded.read(pair.shard(), pair.offset(), pair.length()), size);
        } catch (UndecodableImageException _) {
            return new byte[0]; // the training counted it already
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void see(ClipModel model, List<byte[]> decoded, int from, float[][] images, byte[][] thumbnails) {
        int size = model.config().vision().imageSize();
        int area = 3 * size * size;
        int[] whole = IntStream.range(0, decoded.size()).filter(i -> decoded.get(i).length > 0).toArray();
        byte[] pixels = new byte[whole.length * area];
        for (int i = 0; i < whole.length; i++) {
            System.arraycopy(decoded.get(whole[i]), 0, pixels, i * area, area);
            thumbnails[from + whole[i]] = Thumbnail.of(decoded.get(whole[i]), size);
        }
        float[][] seen = whole.length == 0 ? new float[0][] : model.imageFeatures(pixels, whole.length);
        for (int i = 0; i < whole.length; i++) {
            images[from + whole[i]] = seen[i];
        }
    }

    private float[][] embeddings(SampleIndex index, List<Pair> pairs) throws IOException {
        List<float[]> found = new ArrayList<>(pairs.size());
        for (int from = 0; from < pairs.size();) {
            int shard = pairs.get(from).shard();
            long first = index.rowNumbers(shard)[0];
            try (NpyMatrix matrix = Npy.openMatrix(run.embeddings().resolve(index.name(shard) + ".npy"))) {
                for (; from < pairs.size() && pairs.get(from).shard() == shard; from++) {
                    float[] row = new float[matrix.dim()];
                    matrix.row(pairs.get(from).row() - first, row);
                    Vectors.normalize(row, 0, row.length);
                    found.add(row);
                }
            }
        }
        return found.toArray(float[][]::new);
    }
}
