package io.mode4j.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpringAiExampleTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"red, 0", "green, 1", "blue, 2"})
    void theStoreFindsThePictureThatATextNames(String text, int expected) throws Exception {
        List<Path> files = new ArrayList<>();
        for (byte[] picture : ColourRun.pictures(new Color(250, 10, 10), new Color(10, 250, 10), new Color(10, 10, 250))) {
            files.add(Files.write(folder.resolve(files.size() + ".png"), picture));
        }
        ColourRun run = ColourRun.ofThree(folder.resolve("run"));
        try (Mode mode = run.load(ModeOptions.standard())) {
            assertThat(SpringAiExample.nearestPicture(new Mode4jEmbeddingModel("colours", mode),
                    new Mode4jDocumentEmbeddingModel("colours", mode), files, text)).isEqualTo(files.get(expected));
        }
    }

    @Test
    void isTheTextOfTheDocs() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/mode4j/springai/SpringAiExample.java"));
        Matcher example = Pattern.compile("from here\n(.+?)    // to here", Pattern.DOTALL).matcher(source);
        assertThat(example.find()).isTrue();
        assertThat(Files.readString(Path.of("../docs/ecosystem.md")))
                .contains(example.group(1).lines().map(line -> line.replaceFirst("^ {4}", "")).collect(Collectors.joining("\n")));
    }
}
