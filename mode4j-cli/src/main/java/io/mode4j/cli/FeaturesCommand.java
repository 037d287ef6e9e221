package io.mode4j.cli;

import io.mode4j.artifact.TextFile;
import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.VectorSpace;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Embeddings of pictures or texts. */
@Command(name = "features", description = {
    "Embed pictures or texts with a CLIP: float32 [n, dim], rows of length 1.",
    "With --run, with the mixture of its experts: the inner product of a text's row and a picture's is the mixture's similarity."}, subcommands = {
        FeaturesCommand.Pictures.class,
        FeaturesCommand.Texts.class}, synopsisSubcommandLabel = "images|texts", mixinStandardHelpOptions = true)
final class FeaturesCommand implements Standalone {
    private static final int CHUNK = 256;

    /** What both have in common. */
    abstract static class Kind implements Callable<Integer> {
        @Mixin
        private ClipFlags clip;

        @Option(names = "--out", paramLabel = "FILE.npy", required = true, description = "Where the rows go.")
        private Path out;

        /** Computes the rows of the items from one index to another. */
        interface Chunk {
            float[][] rows(VectorSpace space, int from, int to) throws IOException;
        }

        int write(int count, Chunk chunk) throws IOException {
            if (count == 0) {
                throw new BadInputException("nothing to embed: give files, or a list with --input");
            }
            try (VectorSpace space = clip.space()) {
                float[][][] current = new float[1][][];
                Npy.writeMatrix(new FileLayer(), out, Dtype.FLOAT32, count, space.dim(), (row, into) -> {
                    int at = (int) (row % CHUNK);
                    if (at == 0) {
                        current[0] = chunk.rows(space, (int) row, (int) Math.min(count, row + CHUNK));
                    }
                    System.arraycopy(current[0][at], 0, into, 0, into.length);
                });
            }
            return 0;
        }
    }

    /** Of pictures. */
    @Command(name = "images", mixinStandardHelpOptions = true, sortOptions = false, description = "Embed pictures, a row each, in the order given.")
    static final class Pictures extends Kind {
        @Option(names = "--input", paramLabel = "LIST.txt", description = "A file name a line, before those on the command line; blank lines are left out.")
        private @Nullable Path input;

        @Parameters(paramLabel = "IMAGE", arity = "0..*", description = "JPEG, PNG or WebP files.")
        private List<Path> images = List.of();

        @Override
        public Integer call() throws IOException {
            List<Path> all = new ArrayList<>(input == null ? List.of() : PictureFiles.listed(input));
            all.addAll(images);
            return write(all.size(), (space, from, to) -> PictureFiles.ask(all.subList(from, to), space::imageFeatures));
        }
    }

    /** Of texts. */
    @Command(name = "texts", mixinStandardHelpOptions = true, sortOptions = false, description = "Embed texts, a row each, in the order given.")
    static final class Texts extends Kind {
        @Option(names = "--input", paramLabel = "LIST.txt", description = "A text a line, UTF-8, before those of the files on the command line; a blank line is an empty text.")
        private @Nullable Path input;

        @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files with a text a line.")
        private List<Path> inputs = List.of();

        @Override
        public Integer call() throws IOException {
            List<String> all = new ArrayList<>();
            if (input != null) {
                all.addAll(TextFile.lines(input));
            }
            for (Path file : inputs) {
                all.addAll(TextFile.lines(file));
            }
            return write(all.size(), (space, from, to) -> space.textFeatures(all.subList(from, to)));
        }
    }
}
