package io.mode4j.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get in place of a file. */
class FileKindTest {
    private static String of(byte[] head) {
        return FileKind.of(Arrays.copyOf(head, Math.min(head.length, 512))).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "version https://git-lfs.github.com/spec/v1\\noid sha256:4d7a\\nsize 132735\\n | Git LFS | git lfs pull",
        "<!DOCTYPE html><html><body>404 not found</body></html> | an HTML page (<!DOCTYPE html> | fetch the file again",
        "  \\n<HTML><HEAD><TITLE>301 Moved</TITLE> | an HTML page | fetch",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message> | XML | NoSuchKey",
        "<Error><Code>AccessDenied</Code></Error> | XML | AccessDenied",
        "{\"error\":\"Repository not found\"} | JSON | Repository not found",
        "[{\"message\": \"rate limit\"}] | JSON | rate limit", "Entry not found | text (Entry not found | fetch",
        "404: Not Found | text (404: Not Found | access are right", "Invalid credentials in Authorization header | text | credentials"})
    void whatServersAnswer(String text, String kind, String said) {
        String content = text.replace("\\n", "\n");
        for (String whole : new String[]{content, "\uFEFF" + content, content + " ä€ and so on".repeat(100)}) {
            assertThat(of(whole.getBytes(UTF_8))).contains(kind).contains(said);
        }
    }

    @ParameterizedTest
    @CsvSource({"1f8b08,gunzip", "425a6839,bunzip2", "fd377a585a00,unxz", "5d0000,unlzma", "28b52ffd,unzstd", "04224d18,unlz4",
        "4c5a4950,lzip -d",
        "504b0304,unzip", "377abcaf271c,7z x", "526172211a07,unrar x", "50415231,Parquet", "934e554d5059,.npy", "ffd8ffe0,JPEG"})
    void archivesAndCompressedFiles(String start, String said) {
        byte[] head = Arrays.copyOf(HexFormat.of().parseHex(start), 600);
        assertThat(of(head)).contains(said);
    }

    @Test
    void otherBytesSayNothing() {
        byte[] noise = new byte[512];
        new SplittableRandom(7).nextBytes(noise);
        assertThat(of(noise)).isEmpty();
        assertThat(of(new byte[512])).isEmpty();
        assertThat(of(new byte[0])).isEmpty();
        assertThat(of("a.png".getBytes(UTF_8))).isEmpty(); // as a tar begins that is cut after five bytes
        byte[] name = Arrays.copyOf("a picture of a cat.png".getBytes(UTF_8), 130);
        assertThat(of(name)).isEmpty();
    }
}
