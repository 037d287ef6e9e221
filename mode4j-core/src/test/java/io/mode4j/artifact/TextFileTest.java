package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFileTest {
    private static final String TEXT = "a café\nan 🐜\r\n";
    @TempDir
    private Path folder;

    private Path file(String text, Charset charset) throws IOException {
        return Files.write(folder.resolve("list.txt"), text.getBytes(charset));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,false", "UTF-8,true", "UTF-16LE,true", "UTF-16BE,true"})
    void aMarkIsNoPartOfTheText(String charset, boolean mark) throws IOException {
        assertThat(TextFile.read(file((mark ? "\uFEFF" : "") + TEXT, Charset.forName(charset)))).isEqualTo(TEXT);
        assertThat(TextFile.read(file(mark ? "\uFEFF" : "", Charset.forName(charset)))).isEmpty();
    }

    @Test
    void anythingElseIsRefusedWithItsLine() throws IOException {
        Path latin = file("one\ntwo\na café\n", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TextFile.read(latin)).isInstanceOf(BadInputException.class)
                .hasMessage(latin + ", line 3: expected text in UTF-8, found other bytes. Save the file as UTF-8.");
        Path cut = Files.write(folder.resolve("cut.txt"), new byte[]{'a', '\n', (byte) 0xC3});
        assertThatThrownBy(() -> TextFile.read(cut)).isInstanceOf(BadInputException.class).hasMessageContaining("cut.txt, line 2");
        Path wide = file("a cat\n", StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> TextFile.read(wide)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> TextFile.read(folder)).isInstanceOf(BadInputException.class).hasMessageContaining("found a folder");
    }
}
