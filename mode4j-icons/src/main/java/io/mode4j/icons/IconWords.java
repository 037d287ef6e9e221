package io.mode4j.icons;

import java.util.List;
import java.util.Optional;

/**
 * What is said about an icon. Immutable.
 *
 * @param name the name in words: {@code grinning face}
 * @param category the set's category in words, where it has one: {@code smileys and emotion}
 * @param style what kind of picture it is: {@code emoji}
 */
record IconWords(String name, Optional<String> category, String style) {
    /** The captions, fullest first. */
    List<String> captions() {
        String styled = name + ", " + style;
        return category.map(words -> List.of(name + ", " + words + ", " + style, styled, name, words + ", " + style))
                .orElse(List.of(styled, name));
    }
}
