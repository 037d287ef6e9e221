package io.mode4j.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\r\n", "\ufeff", "\u200b\u200c\u200d\u2060", "\u200e\u200f\u202a\u202e\u2066\u2069",
        "\u00a0\u2003\u3000\u2028\u2029",
        "\u0000\u001b\u007f\u0085", "\u00ad", "\ufe0f\ufe0e", "\u3164\uffa0\u115f\u1160", "\u2800", "\u034f\u17b4\u180e",
        "\udb40\udc01\udb40\udd00",
        "\u061c\u2061\u2064\u206a\ufff9\ufffb", "\ud834\udd73"})
    void whatShowsNothingIsNoCaption(String text) {
        assertThat(Visible.any(text)).isFalse();
        SkipCause cause = SkipCause.EMPTY_CAPTION;
        assertThat(Captions.ofText(text, TxtLines.WHOLE).problem()).isEqualTo(cause);
        assertThat(Captions.ofText(text + "\n" + text, TxtLines.LINES).problem()).isEqualTo(cause);
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        assertThat(Captions.ofJson("{\"caption\": \"%s\"}".formatted(escaped)).problem()).isEqualTo(cause);
        assertThat(Captions.ofJson("{\"texts\": [\"%s\", \"a cat\"]}".formatted(escaped)).found())
                .containsExactly("a cat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\ufeffa", "\u200b.", "猫", "😀", "❤\ufe0f", "\u0301", "\ufffd", "\ue000", "\u0e31", "0"})
    void whatShowsSomethingIsOne(String text) {
        assertThat(Visible.any(text)).isTrue();
        assertThat(Captions.ofText(text, TxtLines.WHOLE).found()).hasSize(1);
    }

    @Test
    void theFirstLineIsTheFirstThatShowsSomething() {
        String text = "\ufeff\n \u200b\na cat\nof 2019";
        assertThat(Captions.ofText(text, TxtLines.FIRST_LINE).found()).containsExactly("a cat");
    }
}
