package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.io.IOException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TextCleanerTest {

    /** The resource's README says where these come from. */
    @Test
    void mixturesOfLettersAndSignsComeOutAsOpenClipCleansThem() throws IOException {
        List<String> wrong = new ArrayList<>();
        int texts = 0;
        for (JsonNode reference : References.in("cleaning.jsonl.gz")) {
            String text = reference.get("text").asString();
            if (!clean(text).equals(reference.get("clean").asString())) {
                wrong.add(text);
            }
            texts++;
        }
        assertThat(wrong).isEmpty();
        assertThat(texts).isEqualTo(5_000);
    }

    private static String clean(String text) {
        return TextCleaner.clean(text, Cleaning.LOWER);
    }

    @ParameterizedTest
    @CsvSource({"Å»ÁNE!, å»áne!", "ß±x5u7E, ß±x5u7e", "Ù¾, ù¾", "Þ©3KkR, þ©3kkr", "g√¢teaux, g√¢teaux", "iŇ¦VP, iҧvp", "Ė†E, ˆe", "SŁµ, sٵ",
        "M0Čµ3»A, m0ȵ3»a", "‚Äúg√¢teaux‚Äù, \"gâteaux\"", "퉴Σ, 퉴σ", "ΌΣΟΣ, όσος", "ΣΣ, σς", "a.Σ.a, a.σ.a", "aΣ', aς'", "İ, i̇"})
    void asFtfyAndPythonHaveIt(String text, String clean) {
        assertThat(clean(text)).isEqualTo(clean);
    }

    @Seeds(300)
    void referencesAtAnyDepthEndWhereRoundsOfOneLevelEnd(Draws draws) {
        StringBuilder text = new StringBuilder();
        for (int i = draws.between(1, 40); i > 0; i--) {
            text.append(
                    List.of("&", "amp;", "#38;", "#x26;", "lt;", "&semi;", "&num;", "eacute;", "x", ";", " ").get(draws.between(0, 10)));
        }
        String expected = text.toString();
        for (String before = ""; !before.equals(expected);) {
            before = expected;
            expected = HtmlEntities.unescapeStrict(before);
        }
        assertThat(HtmlEntities.unescapeNested(text.toString(), resolved -> resolved)).isEqualTo(expected);
    }

    @Seeds(300)
    void marksInOrderHaveTheSameNormalForm(Draws draws) {
        StringBuilder text = new StringBuilder("a");
        String marks = "\u0300\u0301\u0316\u0321\u0334\u0344\u0345\u034f\u0327\u05b0\u0651\u093c\u0903\u20dd\u3099\ud834\udd65";
        int[] each = marks.codePoints().toArray();
        for (int i = draws.between(90, 250); i > 0; i--) {
            text.appendCodePoint(each[draws.between(0, each.length - 1)]);
        }
        text.append("e\u0301");
        assertThat(Normalizer.normalize(CombiningMarks.ordered(text.toString()), Form.NFC))
                .isEqualTo(Normalizer.normalize(text, Form.NFC));
    }

    /** Each of these took time with the square of its length, from minutes to days. */
    @Test
    void longTextsOfAKind() {
        int n = 50_000; // lines of a million characters are cut
        assertThat(clean("&" + "amp;".repeat(n) + "lt;b")).isEqualTo("<b");
        assertThat(clean("＆" + "#65286;".repeat(n) + "eacute;")).isEqualTo("é");
        assertThat(clean("&semi".repeat(n) + ";")).isEqualTo(";");
        assertThat(clean("a" + "\u0301\u0323".repeat(n))).hasSize(2 * n).startsWith("ạ\u0323");
        assertThat(clean("Σ".repeat(n))).isEqualTo("σ".repeat(n - 1) + "ς");
        assertThat(clean("Ãƒ¶".repeat(n) + "中")).startsWith("ö".repeat(20));
        assertThat(clean("schÃ¶n ".repeat(n))).isEqualTo("schön ".repeat(n).strip());
    }
}
