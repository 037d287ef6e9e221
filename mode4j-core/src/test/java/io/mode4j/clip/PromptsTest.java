package io.mode4j.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    @Test
    void bothPlacesAreFilled() {
        assertThat(Prompts.of("a $1 \\dog", List.of("{}", "a photo of {c}.", "{} and {c}", "{{}} {}")))
                .containsExactly("a $1 \\dog", "a photo of a $1 \\dog.", "a $1 \\dog and a $1 \\dog", "{{}} a $1 \\dog");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a photo", "a %s", "a {label}", "a {0}", "about {{}}", "{ }", "$1"})
    void aTemplateWithoutAPlaceIsRefused(String template) {
        assertThatThrownBy(() -> Prompts.of("dog", List.of("{}", template))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("template '" + template + "' has no {} for the class name");
    }

    @Test
    void blankLabelsAndNoTemplatesAreRefused() {
        assertThatThrownBy(() -> Prompts.of(" ", List.of("{}"))).hasMessageContaining("blank");
        assertThatThrownBy(() -> Prompts.of("dog", List.of())).hasMessageContaining("at least one template");
    }
}
