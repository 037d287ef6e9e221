package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClipTokenizerTest {

    private static final ClipTokenizer TOKENIZER = new ClipTokenizer();
    private static final int START = 49_406;
    private static final int END = 49_407;

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

    @Test
    void givesOpenClipsIdsForThousandsOfCaptions() throws IOException {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> texts = new TreeMap<>();
        for (JsonNode reference : References.in("captions.jsonl.gz")) {
            String kind = reference.get("kind").asString();
            String text = reference.get("text").asString();
            texts.merge(kind, 1, Integer::sum);
            int[] expected = References.ids(reference);
            if (!Arrays.equals(TOKENIZER.encode(text, 77), expected)) {
                wrong.add(kind + ": " + text);
            }
        }
        assertThat(texts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_735);
        assertThat(wrong).isEmpty();
    }

    @Test
    void textThatOnlyLooksBrokenStaysAsItIs() {
        for (String text : List.of("CAFÉ’s", "L’épisode 8", "“+” and “×” curves", "SPÓŁKA", "Brontë…”", "There are a lot of Ã’s",
                "à bientôt", "MANHÃ DE SOL",
                "Москва – столица", "日本語", "CAFÉ®", "25°C ±2")) {
            assertThat(repaired(text)).isEqualTo(text);
        }
    }

    @Test
    void brokenTextIsRepairedAsOftenAsItBroke() {
        assertThat(repaired("schÃ¶n")).isEqualTo("schön");
        assertThat(repaired("The Mona Lisa doesnÃƒÂ¢Ã¢â€šÂ¬Ã¢â€žÂ¢t")).isEqualTo("The Mona Lisa doesn’t");
        assertThat(repaired("HÃ´tel l’HÃ´pital à Paris")).isEqualTo("Hôtel l’Hôpital à Paris");
        assertThat(repaired("g√©n√©ral √† la carte")).isEqualTo("général à la carte");
        assertThat(repaired("voilÃ le travail")).isEqualTo("voilà le travail");
        assertThat(repaired("í\u00a0½í¸\u0080")).isEqualTo("😀");
    }

    @Seeds(300)
    void everyTextBeginsAndEndsAndStaysInTheVocabulary(Draws draws) {
        String text = draws.text(255);
        int context = draws.between(2, 90);
        int[] ids = TOKENIZER.encode(text, context);

        assertThat(ids).hasSizeBetween(2, context).startsWith(START).endsWith(END);
        assertThat(IntStream.of(ids)).allMatch(id -> id >= 0 && id < TOKENIZER.vocabSize());
    }

    @Seeds(200)
    void aShorterContextIsAPrefixWithTheEndKept(Draws draws) {
        String text = draws.text(255);
        int context = draws.between(2, 20);
        int[] whole = TOKENIZER.encode(text, 10_000);
        int[] cut = TOKENIZER.encode(text, context);

        int[] expected = IntStream.of(whole).limit(Math.min(context, whole.length)).toArray();
        expected[expected.length - 1] = END;
        assertThat(cut).isEqualTo(expected);
    }

    @Test
    void aContextWithoutRoomForStartAndEndIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> TOKENIZER.encode("a", 1)).withMessageContaining("at least 2");
    }

    private static String repaired(String text) {
        return new Mojibake(text.length()).repair(text);
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(ClipTokenizerTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
