package io.mode4j.embed;

import io.mode4j.text.Lowercase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words of a caption as c-BTM counts them: two letters or digits and more, in lower case, without English stop words and without words that begin
 * with a digit. Stateless.
 */
final class CaptionWords {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]{2,}");
    private static final Set<String> STOP = stopWords();

    private CaptionWords() {}

    static List<String> of(String caption) {
        return WORD.matcher(Lowercase.of(caption))
                .results()
                .map(MatchResult::group)
                .filter(word -> !STOP.contains(word) && !Character.isDigit(word.codePointAt(0)))
                .toList();
    }

    private static Set<String> stopWords() {
        try (InputStream words = CaptionWords.class.getResourceAsStream("stop-words.txt")) {
            if (words == null) {
                throw new IllegalStateException("stop-words.txt is missing from the program");
            }
            return Set.of(new String(words.readAllBytes(), StandardCharsets.UTF_8).strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
