package io.mode4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class BytePairsTest {
    private static final BytePairs PAIRS = BytePairs.clip();
    private static final Map<String, Integer> RANKS = ranks();

    private static Map<String, Integer> ranks() {
        try (InputStream in = Objects.requireNonNull(BytePairs.class.getResourceAsStream("bpe_simple_vocab_16e6.txt.gz"))) {
            Map<String, Integer> ranks = new HashMap<>();
            String table = new String(new GZIPInputStream(in).readAllBytes(), StandardCharsets.UTF_8);
            table.lines().skip(1).limit(48_894).forEach(line -> ranks.put(line, ranks.size()));
            return ranks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As CLIP's own code does it: the best pair everywhere from left to right, then the best of what there is now. Gives ranks of symbols, -1 for a byte. */
    private static List<Integer> naive(String word) {
        List<String> symbols = new ArrayList<>();
        List<Integer> made = new ArrayList<>();
        for (int i = 0; i < word.length(); i++) {
            symbols.add(word.charAt(i) + (i == word.length() - 1 ? "</w>" : ""));
            made.add(-1);
        }
        while (true) {
            int best = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                best = Math.min(best, RANKS.getOrDefault(symbols.get(i) + " " + symbols.get(i + 1), Integer.MAX_VALUE));
            }
            if (best == Integer.MAX_VALUE) {
                return made;
            }
            for (int i = 0; i + 1 < symbols.size(); i++) {
                if (RANKS.getOrDefault(symbols.get(i) + " " + symbols.get(i + 1), -1) == best) {
                    symbols.set(i, symbols.get(i) + symbols.remove(i + 1));
                    made.set(i, best);
                    made.remove(/* index */ i + 1);
                }
            }
        }
    }

    @Seeds(300)
    void longWordsAreJoinedAsTheNaiveRuleJoinsThem(Draws draws) {
        String letters = draws.flip() ? "abcdefghijklmnopqrstuvwxyz" : draws.flip() ? "aeho" : "!.=-";
        StringBuilder word = new StringBuilder();
        for (int i = draws.between(1, 400); i > 0; i--) {
            word.append(letters.charAt(draws.between(0, letters.length() - 1)));
        }
        List<Integer> expected = naive(word.toString());

        int[] ids = PAIRS.encode(word.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(ids).hasSize(expected.size());
        for (int i = 0; i < ids.length; i++) {
            assertThat(ids[i] < 512 ? -1 : ids[i] - 512).isEqualTo(expected.get(i));
        }
    }

    /** The square of the length would be hours. */
    @Test
    void aWordOfMillions() {
        String word = "thequickbrownfox".repeat(200_000);
        int[] one = PAIRS.encode("thequickbrownfox".repeat(5).getBytes(StandardCharsets.UTF_8));
        int[] ids = PAIRS.encode(word.getBytes(StandardCharsets.UTF_8));
        assertThat(ids).startsWith(one[0], one[1], one[2]).endsWith(one[one.length - 2], one[one.length - 1]);
        assertThat(ids.length).isBetween(600_000, 1_600_000);
    }
}
