package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClipTokenizerTest {

    private static final ClipTokenizer TOKENIZER = new ClipTokenizer();

    @Test
    void givesOpenClipsIdsForEveryReferenceText() throws Exception {
        List<String> wrong = new ArrayList<>();
        int texts = 0;
        for (String line : resource("clip-tokens.jsonl").lines().toList()) {
            JsonNode reference = JsonMapper.shared().readTree(line);
            String text = reference.get("text").asString();
            List<Integer> expected = new ArrayList<>();
            reference.get("ids").forEach(id -> expected.add(id.intValue()));
            List<Integer> found = IntStream.of(TOKENIZER.encode(text, 77)).boxed().toList();
            if (!found.equals(expected)) {
                wrong.add(text + "\n  expected " + expected + "\n  found    " + found);
            }
            texts++;
        }
        assertThat(wrong).isEmpty();
        assertThat(texts).isEqualTo(565);
    }

    @Property(tries = 300)
    void everyTextBeginsAndEndsAndStaysInTheVocabulary(@ForAll String text, @ForAll @IntRange(min = 2, max = 90) int context) {
        int[] ids = TOKENIZER.encode(text, context);

        assertThat(ids).hasSizeBetween(2, context).startsWith(ClipTokenizer.START).endsWith(ClipTokenizer.END);
        assertThat(IntStream.of(ids)).allMatch(id -> id >= 0 && id < TOKENIZER.vocabSize());
    }

    @Property(tries = 200)
    void aShorterContextIsAPrefixWithTheEndKept(@ForAll String text, @ForAll @IntRange(min = 2, max = 20) int context) {
        int[] whole = TOKENIZER.encode(text, 10_000);
        int[] cut = TOKENIZER.encode(text, context);

        int[] expected = IntStream.of(whole).limit(Math.min(context, whole.length)).toArray();
        expected[expected.length - 1] = ClipTokenizer.END;
        assertThat(cut).isEqualTo(expected);
    }

    @Test
    void aContextWithoutRoomForStartAndEndIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> TOKENIZER.encode("a", 1)).withMessageContaining("at least 2");
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(ClipTokenizerTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
