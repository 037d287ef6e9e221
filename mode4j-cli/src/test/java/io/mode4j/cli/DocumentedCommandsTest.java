package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command line in the README and the docs is one that mode4j understands. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("\\./mode4j ([^`#\n]+)");

    /** Quoted as in a shell, or not. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<String> commands() throws IOException {
        try (Stream<Path> docs = Files.find(ROOT.resolve("docs"), 2, (file, _) -> !file.toString().contains("changes"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .flatMap(DocumentedCommandsTest::commandsIn)
                    .distinct()
                    .toList();
        }
    }

    private static Stream<String> commandsIn(Path file) {
        try {
            return COMMAND.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isUnderstood(String command) {
        String[] arguments = WORD.matcher(command.replace("COMMAND --run DIR [options]", "report --run DIR").replace("COMMAND", "run"))
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);
        assertThatCode(() -> Main.commandLine().parseArgs(arguments)).doesNotThrowAnyException();
    }

    @Test
    void theReadmeShowsTheMainOnes() throws IOException {
        assertThat(commands()).contains("quickstart").anyMatch(command -> command.startsWith("run --shards"));
    }
}
