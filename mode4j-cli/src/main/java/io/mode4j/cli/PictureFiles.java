package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.torch.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pictures named on a command line; one that cannot be decoded fails the command by its name. Stateless. */
final class PictureFiles {
    private PictureFiles() {}

    static float[][] features(List<Path> files, Clip clip) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (Path file : files) {
            pictures.add(Files.readAllBytes(file));
        }
        try {
            return clip.imageFeatures(pictures);
        } catch (UndecodableImageException e) {
            throw named(files, pictures, clip, e);
        }
    }

    static double[] probabilities(Path file, Clip clip, List<String> labels, List<String> templates) throws IOException {
        try {
            return clip.classify(List.of(Files.readAllBytes(file)), labels, templates)[0];
        } catch (UndecodableImageException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }

    /** The first picture that fails alone is the one. */
    private static IOException named(List<Path> files, List<byte[]> pictures, Clip clip, UndecodableImageException failure) {
        for (int i = 0; i < files.size(); i++) {
            try {
                clip.imageFeatures(pictures.subList(i, i + 1));
            } catch (UndecodableImageException e) {
                return new BadInputException(files.get(i) + ": " + e.getMessage(), e);
            }
        }
        return failure;
    }
}
