package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CleaningTest {
    private static final ClipTokenizer USUAL = new ClipTokenizer();

    /** The resource's README says where these come from. */
    @Test
    void everyWayOfCleaningGivesOpenClipsIds() throws IOException {
        List<String> wrong = new ArrayList<>();
        int texts = 0;
        try (InputStream in = Objects.requireNonNull(CleaningTest.class.getResourceAsStream("cleanings.jsonl.gz"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            for (JsonNode reference : lines.lines().map(JsonMapper.shared()::readTree).toList()) {
                Cleaning cleaning = Cleaning.valueOf(reference.get("clean").asString().toUpperCase(Locale.ROOT));
                String text = reference.get("text").asString();
                int[] expected = StreamSupport.stream(reference.get("ids").spliterator(), false).mapToInt(JsonNode::intValue).toArray();
                int[] found = USUAL.cleaning(cleaning).encode(text, reference.get("length").intValue());
                if (!Arrays.equals(found, expected)) {
                    wrong.add(cleaning + ": " + text);
                }
                texts++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(texts).isEqualTo(4 * 425);
    }

    @Test
    void identitiesDifferByCleaning() {
        assertThat(USUAL.cleaning(Cleaning.LOWER)).isSameAs(USUAL);
        assertThat(USUAL.cleaning(Cleaning.CANONICALIZE).identity()).isEqualTo("clip-bpe-49408, canonicalize");
        assertThat(USUAL.cleaning(Cleaning.CANONICALIZE).cleaning(Cleaning.LOWER).identity()).isEqualTo(USUAL.identity());
    }
}
