package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.opencv.OpenCvDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pictures as a model sees them, in a file. N pictures, S the side of the square. */
@Command(name = "preprocess", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Write what a model sees of pictures: float32 [n, 3, size, size], red first, in the order of the arguments.",
    "As open_clip's evaluation transform: the shortest side to the size (bicubic, antialiased), the middle, (p / 255 - mean) / std."})
final class PreprocessCommand implements Callable<Integer> {
    private static final int CHUNK = 64;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "JPEG, PNG or WebP files.")
    List<Path> pictures;

    @Option(names = "--out", paramLabel = "FILE.npy", required = true, description = "Where to.")
    Path out;

    @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "224", description = "Width and height of the result. Default: ${DEFAULT-VALUE}")
    int size;

    @Option(names = "--mean", paramLabel = "M", split = ",", defaultValue = "0.48145466,0.4578275,0.40821073", description = "Mean of red, green and blue, of pixels in [0, 1]. Default, as OpenAI's CLIP and open_clip: ${DEFAULT-VALUE}")
    float[] mean;

    @Option(names = "--std", paramLabel = "D", split = ",", defaultValue = "0.26862954,0.26130258,0.27577711", description = "Standard deviation of red, green and blue. Default, as OpenAI's CLIP and open_clip: ${DEFAULT-VALUE}")
    float[] std;

    private final Images images = new Images(new OpenCvDecoder());

    @Override
    public Integer call() throws IOException {
        if (size < 1) {
            throw new BadInputException("--size must be at least 1, not " + size);
        }
        if (mean.length != 3 || std.length != 3) {
            throw new BadInputException("--mean and --std take three numbers each, separated by commas; found %d and %d"
                    .formatted(mean.length, std.length));
        }
        Rows rows = new Rows();
        Npy.writeArray(new FileLayer(), out, Dtype.FLOAT32, rows::row, pictures.size(), 3, size, size);
        return 0;
    }

    /** Decoded on all cores, a chunk at a time. */
    private final class Rows {
        private List<byte[]> chunk = List.of();

        void row(long index, float[] into) throws IOException {
            int at = (int) index % CHUNK;
            if (at == 0) {
                chunk = decode(pictures.subList((int) index, Math.min(pictures.size(), (int) index + CHUNK)));
            }
            Images.normalize(chunk.get(at), mean, std, into);
        }

        private List<byte[]> decode(List<Path> files) throws IOException {
            try {
                return IntStream.range(0, files.size()).parallel().mapToObj(i -> decode(files.get(i))).toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private byte[] decode(Path file) {
            try {
                return images.decode(Files.readAllBytes(file), size);
            } catch (UndecodableImageException e) {
                throw new UncheckedIOException(new BadInputException(file + ": " + e.getMessage(), e));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
