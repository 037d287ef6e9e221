package io.mode4j.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ParameterSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names, shapes and first values of parameters are open_clip's. */
class OpenClipArchitecturesTest {
    @TempDir
    private Path folder;

    private static List<String[]> lines(String file) throws IOException {
        return Files.readAllLines(Reference.file(file)).stream().map(line -> line.split("\t", -1)).toList();
    }

    @Test
    void everyArchitectureOfOpenClipsHasItsParameters() throws IOException {
        List<String[]> architectures = lines("architectures.tsv");
        assertThat(architectures).hasSizeGreaterThan(30);
        for (String[] expected : architectures) {
            ClipConfig config = Architectures.of(expected[0]);
            List<ParameterSpec> specs = ClipParameters.of(config);
            String shapes = specs.stream()
                    .map(spec -> spec.name() + " " + Arrays.toString(spec.shape()))
                    .sorted()
                    .collect(Collectors.joining("\n"));
            assertThat(specs.stream().mapToLong(ParameterSpec::count).sum()).as(expected[0]).isEqualTo(Long.parseLong(expected[1]));
            assertThat(Fingerprints.ofFile(Files.writeString(folder.resolve("shapes"), shapes))).as(expected[0]).isEqualTo(expected[2]);
            assertThat(config.quickGelu()).as(expected[0]).isEqualTo(Boolean.parseBoolean(expected[3].toLowerCase(Locale.ROOT)));
        }
    }

    /** The reference's deviation and largest magnitude are themselves estimates, over 40 models; ours here over 40 draws. */
    @Test
    void parametersBeginInOpenClipsDistributions() throws IOException {
        Map<String, ParameterSpec> specs = ClipParameters.of(ClipConfig.read(Reference.file("wide.json")))
                .stream()
                .collect(Collectors.toMap(ParameterSpec::name, Function.identity()));
        List<String[]> parameters = lines("initial.tsv");
        assertThat(parameters).hasSameSizeAs(specs.keySet());
        for (String[] expected : parameters) {
            float[] drawn = new float[40 * Integer.parseInt(expected[1])];
            Objects.requireNonNull(specs.get(expected[0])).initial().fill(drawn, RandomStream.of(1, "test", expected[0]));
            double deviation = Double.parseDouble(expected[3]);
            double mean = mean(drawn);
            double tolerance = 6 * deviation / Math.sqrt(drawn.length) + 1e-5;
            assertThat(mean).as(expected[0]).isCloseTo(Double.parseDouble(expected[2]), Offset.offset(1.5 * tolerance));
            assertThat(deviation(drawn, mean)).as(expected[0]).isCloseTo(deviation, Offset.offset(tolerance));
            assertThat(uniform(largest(drawn), deviation)).as(expected[0]).isEqualTo(uniform(Double.parseDouble(expected[4]), deviation));
        }
    }

    /** A uniform distribution ends at √3 deviations; of a normal one 40 draws and more go beyond. */
    private static boolean uniform(double largest, double deviation) {
        return largest < 1.8 * deviation;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values, double mean) {
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
