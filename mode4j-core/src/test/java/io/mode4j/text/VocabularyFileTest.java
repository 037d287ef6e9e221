package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merge tables of the user's own, good and bad. */
class VocabularyFileTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("merges.txt");
    }

    private byte[] clipsTable() throws IOException {
        try (InputStream in = Objects.requireNonNull(BytePairs.class.getResourceAsStream("bpe_simple_vocab_16e6.txt.gz"))) {
            return in.readAllBytes();
        }
    }

    private void refused(String... said) {
        assertThatThrownBy(() -> ClipTokenizer.read(file)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("merges.txt")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).contains(said));
    }

    /** Bytes are ids 0 to 255 ('a' is 64), at the end of a word 256 to 511; merges follow, then start and end. */
    @Test
    void threeMergesMakeAVocabularyOf517() throws IOException {
        Files.writeString(file, "#version: 0.2\na b\nab a</w>\nb a\n");

        ClipTokenizer tokenizer = ClipTokenizer.read(file);

        assertThat(tokenizer.vocabSize()).isEqualTo(517);
        assertThat(tokenizer.encode("ab aba bab c", 77)).containsExactly(515, 64, 256 + 65, 513, 514, 256 + 65, 256 + 66, 516);
    }

    @Test
    void clipsOwnTableGivesClipsIds() throws IOException {
        Files.write(file, clipsTable());

        ClipTokenizer tokenizer = ClipTokenizer.read(file);

        assertThat(tokenizer.vocabSize()).isEqualTo(49_408);
        assertThat(tokenizer.encode("a photo of a cat", 77)).containsExactly(49_406, 320, 1125, 539, 320, 2368, 49_407);
        assertThat(tokenizer.identity()).isNotEqualTo(new ClipTokenizer().identity()).isEqualTo(ClipTokenizer.read(file).identity());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                                                  `{"model": {"type": "BPE"}}`     | expected a line a merge
                                                                  ``                               | expected a line a merge
                                                                  `#version\\na b\\na b`           | found 'ab' again in line 3
                                                                  `#version\\na b\\nab`            | line 3, found 'ab'
                                                                  `#version\\na b c`               | line 2, found 'a b c'
                                                                  `#version\\nxy z`                | line 2, found 'xy z'
                                                                  `#version\\n\\na b`              | line 2, found ''
                                                                  """)
    void whatIsNoTableIsSaid(String content, String message) throws IOException {
        Files.writeString(file, content.replace("\\n", "\n"));
        refused(message);
    }

    @Test
    void otherFilesAreNone() throws IOException {
        Files.write(file, new byte[]{(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n', (byte) 0xff});
        refused("UTF-8");
        Files.write(file, new byte[]{0x1f, (byte) 0x8b});
        refused("damaged");
        assertThatThrownBy(() -> ClipTokenizer.read(folder.resolve("missing"))).isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aDeflateBombIsNotUnpacked() throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 100; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        refused("at most 16777216 bytes");
    }

    @Test
    void cutAndFlippedTables() throws IOException {
        byte[] whole = clipsTable();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? random.nextInt(3, whole.length / 2) : whole.length);
            for (int flips = 0; i % 2 == 1 && flips < 20; flips++) {
                damaged[random.nextInt(10, whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            assertThatThrownBy(() -> ClipTokenizer.read(file)).isInstanceOf(BadInputException.class).hasMessageContaining("merges.txt");
        }
    }
}
