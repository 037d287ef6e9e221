package io.mode4j.cli;

import io.mode4j.clip.Clip;
import io.mode4j.clip.Prompts;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeClassifier;
import io.mode4j.mixture.ModeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Zero-shot classification of pictures. */
@Command(name = "classify", mixinStandardHelpOptions = true, sortOptions = false, description = "Say which label each picture shows, zero-shot: a line a picture, the labels with their probabilities, the likeliest first.")
final class ClassifyCommand implements Callable<Integer>, Standalone {
    private static final int CHUNK = 256;

    @Spec
    private CommandSpec command;

    @Mixin
    private ClipFlags clip;

    @Mixin
    private LabelFlags labels;

    @Option(names = "--template", paramLabel = "PROMPT", defaultValue = "a photo of a {}", description = "A prompt in which {} stands for the label; given several times, their embeddings are averaged. Default: ${DEFAULT-VALUE}")
    private List<String> templates;

    @Option(names = "--top", paramLabel = "K", defaultValue = "5", description = "How many labels a picture. Default: ${DEFAULT-VALUE}")
    private int top;

    @Option(names = "--min-weight", paramLabel = "W", description = "With --run: experts of less weight never see a picture, 0 to 1. Default: those that change no probability by more than 0.001 do not")
    private @Nullable Double minWeight;

    @Option(names = "--explain", description = "With --run: first lines that begin with # and say how much each expert counts, and to which cluster of the training data each label is nearest.")
    private boolean explain;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "JPEG, PNG or WebP files.")
    private List<Path> images = List.of();

    @Override
    public Integer call() throws IOException {
        List<String> words = labels.read();
        if (top < 1) {
            throw new ParameterException(command.commandLine(), "--top " + top + ": expected at least 1");
        }
        try {
            Prompts.check(templates);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--template: " + e.getMessage(), e);
        }
        clip.requireRunFor("--min-weight", minWeight != null);
        clip.requireRunFor("--explain", explain);
        if (clip.ofRun()) {
            try (Mode mode = clip.mode(options())) {
                ModeClassifier classifier = mode.classifier(words, templates);
                if (explain) {
                    Explanation.of(clip.run(), classifier).forEach(System.out::println);
                }
                print(words, classifier::classify);
            }
        } else {
            try (Clip model = clip.clip()) {
                float[][] classifier = model.zeroShotClassifier(words, templates);
                print(words, pictures -> model.classify(pictures, classifier));
            }
        }
        return 0;
    }

    private ModeOptions options() {
        return OptionNames.checked(command,
                () -> minWeight == null ? ModeOptions.standard() : ModeOptions.standard().withMinWeight(minWeight));
    }

    private void print(List<String> words, PictureFiles.Question<double[][]> classifier) throws IOException {
        for (int from = 0; from < images.size(); from += CHUNK) {
            List<Path> some = images.subList(from, Math.min(images.size(), from + CHUNK));
            double[][] probabilities = PictureFiles.ask(some, classifier);
            for (int i = 0; i < some.size(); i++) {
                System.out.println(some.get(i) + "\t" + line(words, probabilities[i]));
            }
        }
    }

    private String line(List<String> words, double[] probabilities) {
        return String.join("\t", IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
                .limit(top)
                .map(i -> String.format(Locale.ROOT, "%s %.4f", words.get(i), probabilities[i]))
                .toList());
    }
}
