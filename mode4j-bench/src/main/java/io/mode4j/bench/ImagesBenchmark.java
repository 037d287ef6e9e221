package io.mode4j.bench;

import io.mode4j.clip.ClipConfig;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.opencv.OpenCvDecoder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code images}: JPEG files a second that become what a model sees, normalised floats included, by mode4j with both of its decoders and by open_clip's evaluation transform; on
 * both sides a worker a core.
 */
final class ImagesBenchmark {
    /** How many pictures a run sees where no option says. */
    static final int PICTURES = 1_000;

    private static final int SIZE = 224;
    private static final long SEED = 1;
    private static final float[] MEAN = floats(ClipConfig.Preprocess.openai().mean());
    private static final float[] STD = floats(ClipConfig.Preprocess.openai().std());

    private ImagesBenchmark() {}

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    static void run(Options options, Path work, PrintStream out) throws IOException {
        List<byte[]> pictures = Photographs.of(options.items(), SEED);
        List<String> arguments = new ArrayList<>(List.of("images.py", Integer.toString(options.threads()), Integer.toString(SIZE)));
        for (int i = 0; i < pictures.size(); i++) {
            arguments.add(Files.write(work.resolve("%05d.jpg".formatted(i)), pictures.get(i)).toString());
        }
        try (Peer peer = new Peer("open_clip (Pillow)", options.peers(), 1, arguments.toArray(String[]::new))) {
            Rounds.run("images", options.rounds(), pictures.size(), "images", List.of(
                    new Seeing("mode4j", new Images(new OpenCvDecoder()), pictures, options.threads()), peer,
                    new Seeing("mode4j, plain Java decoder", new Images(PictureDecoder.plainJava()), pictures, options.threads())), out);
        }
    }

    private record Seeing(String name, Images images, List<byte[]> pictures, int threads) implements Contestant {
        @Override
        public double run() throws IOException {
            try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
                long start = System.nanoTime();
                List<Future<?>> parts = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int first = t;
                    parts.add(workers.submit(() -> see(first)));
                }
                for (Future<?> part : parts) {
                    part.get();
                }
                return (System.nanoTime() - start) / 1e9;
            } catch (ExecutionException | InterruptedException e) {
                throw new IOException("a worker failed", e);
            }
        }

        private float see(int first) throws IOException {
            float[] seen = new float[3 * SIZE * SIZE];
            for (int i = first; i < pictures.size(); i += threads) {
                Images.normalize(images.decode(pictures.get(i), SIZE), MEAN, STD, seen);
            }
            return seen[0];
        }
    }
}
