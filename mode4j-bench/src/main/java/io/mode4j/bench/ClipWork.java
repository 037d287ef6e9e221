package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipBatch;
import io.mode4j.format.Dtype;
import io.mode4j.format.Safetensors;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.text.ClipTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * A full CLIP with random weights, made by open_clip as a model folder, and pictures and captions for it. n pairs.
 *
 * @param model
 *            the folder
 * @param inputs
 *            a safetensors file: {@code pixels} [n, 3, 224, 224] uint8, {@code tokens} [n, 77] int64
 * @param pixels
 *            the same
 * @param texts
 *            the captions' tokens without padding
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of buffers
record ClipWork(Path model, Path inputs, byte[] pixels, List<int[]> texts) {
    private static final int SIZE = 224;
    private static final int CONTEXT = 77;
    private static final long SEED = 1;

    /** {@return the model's name} */
    String architecture() {
        return model.getFileName().toString();
    }

    /** Has the model made and writes the inputs. */
    static ClipWork make(String architecture, int pairs, Options options, Path work) throws IOException, InterruptedException {
        Path model = work.resolve(architecture);
        Peer.runToEnd(options.peers(), options.threads(), "clip_model.py", "make", architecture, model.toString());
        ClipTokenizer tokenizer = new ClipTokenizer();
        List<int[]> texts = SyntheticCaptions.of(pairs, SEED).stream().map(caption -> tokenizer.encode(caption, CONTEXT)).toList();
        ClipWork made = new ClipWork(model, work.resolve(architecture + "-inputs.safetensors"), pixels(pairs), texts);
        made.writeInputs();
        return made;
    }

    private static byte[] pixels(int count) {
        Images images = new Images(PictureDecoder.plainJava());
        int image = 3 * SIZE * SIZE;
        byte[] pixels = new byte[count * image];
        List<byte[]> files = Photographs.of(count, SEED);
        IntStream.range(0, count).parallel().forEach(i -> System.arraycopy(decode(images, files.get(i)), 0, pixels, i * image, image));
        return pixels;
    }

    private static byte[] decode(Images images, byte[] file) {
        try {
            return images.decode(file, SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeInputs() throws IOException {
        SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("pixels", new Safetensors.Tensor(Dtype.UINT8, new long[]{texts.size(), 3, SIZE, SIZE}, MemorySegment.ofArray(pixels)));
        tensors.put("tokens", Safetensors.Tensor.of(Arrays.stream(padded(CONTEXT)).asLongStream().toArray(), texts.size(), CONTEXT));
        Safetensors.write(new FileLayer(), inputs, tensors, Map.of());
    }

    private int[] padded(int length) {
        int[] tokens = new int[texts.size() * length];
        for (int i = 0; i < texts.size(); i++) {
            System.arraycopy(texts.get(i), 0, tokens, i * length, texts.get(i).length);
        }
        return tokens;
    }

    /** {@return the pairs as one batch, no two with equal captions} */
    ClipBatch batch() {
        int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        int n = texts.size();
        return new ClipBatch(n, pixels, padded(longest), longest, IntStream.range(0, n).toArray());
    }

    /** {@return tokens of a caption on average, the start and end included} */
    double meanLength() {
        return texts.stream().mapToInt(text -> text.length).average().orElseThrow();
    }

    /** Has open_clip write its float32 features, losses and gradients, and the parameters after some steps. */
    Path reference(Options options, int steps) throws IOException, InterruptedException {
        Path file = model.resolveSibling(model.getFileName() + "-reference.safetensors");
        Peer.runToEnd(options.peers(), options.threads(), "clip_model.py", "reference", model.toString(), inputs.toString(),
                file.toString(), Integer.toString(steps), options.device());
        return file;
    }
}
