package io.mode4j.cli;

import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.mixture.ModeClassifier;
import io.mode4j.mixture.NearestCenter;
import io.mode4j.report.ClusterWords;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Why a mixture answers as it does: lines that begin with {@code #}. Stateless. */
final class Explanation {
    private static final int WORDS = 5;

    private Explanation() {}

    /** {@return a line of weights, one of who is not asked, and one for each label} */
    static List<String> of(RunDirectory run, ModeClassifier classifier) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# weights: " + weights(classifier, true));
        if (classifier.asked().size() < classifier.experts().size()) {
            lines.add("# not asked: " + weights(classifier, false) + " (no probability changes by more than %s)".formatted(
                    String.format(Locale.ROOT, "%.1g", classifier.error())));
        }
        Optional<Clusters> clusters = Files.exists(run.clusters().resolve(Manifest.NAME))
                ? Optional.of(Clusters.read(run.clusters()).forTexts(run.clusters()))
                : Optional.empty();
        Map<NearestCenter, Integer> numbers = new LinkedHashMap<>();
        for (NearestCenter nearest : classifier.nearest()) {
            clusters.map(nearest::number).filter(OptionalInt::isPresent).ifPresent(number -> numbers.put(nearest, number.getAsInt()));
        }
        Map<Integer, List<String>> words = ClusterWords.of(run, numbers.values(), WORDS);
        for (NearestCenter nearest : classifier.nearest()) {
            lines.add(
                    "# %s: %s, %s, distance %s".formatted(nearest.label(), nearest.expert(), cluster(nearest, numbers.get(nearest), words),
                            String.format(Locale.ROOT, "%.3f", nearest.distance())));
        }
        return lines;
    }

    private static String weights(ModeClassifier classifier, boolean asked) {
        return IntStream.range(0, classifier.experts().size())
                .filter(c -> classifier.asked().contains(classifier.experts().get(c)) == asked)
                .mapToObj(c -> String.format(Locale.ROOT, "%s %.4f", classifier.experts().get(c), classifier.weights()[c]))
                .collect(Collectors.joining(", "));
    }

    private static String cluster(NearestCenter nearest, @Nullable Integer number, Map<Integer, List<String>> words) {
        if (number == null) {
            return "its own cluster " + nearest.place();
        }
        List<String> telling = words.getOrDefault(number, List.of());
        return "cluster " + number + (telling.isEmpty() ? "" : " (" + String.join(", ", telling) + ")");
    }
}
