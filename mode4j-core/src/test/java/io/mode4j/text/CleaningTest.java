package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CleaningTest {
    private static final ClipTokenizer USUAL = new ClipTokenizer();

    /** The resource's README says where these come from. */
    @Test
    void everyWayOfCleaningGivesOpenClipsIds() throws IOException {
        List<String> wrong = new ArrayList<>();
        int texts = 0;
        for (JsonNode reference : References.in("cleanings.jsonl.gz")) {
            Cleaning cleaning = Cleaning.valueOf(reference.get("clean").asString().toUpperCase(Locale.ROOT));
            String text = reference.get("text").asString();
            int[] expected = References.ids(reference);
            int[] found = USUAL.cleaning(cleaning).encode(text, reference.get("length").intValue());
            if (!Arrays.equals(found, expected)) {
                wrong.add(cleaning + ": " + text);
            }
            texts++;
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
