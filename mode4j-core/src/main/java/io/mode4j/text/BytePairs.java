package io.mode4j.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's merge table. Immutable.
 *
 * <p>
 * Ids 0 to 255 are the bytes in the table's own order (printable ones first), 256 to 511 the same bytes at the end of a word, then one id a merge
 * in order of rank. A merge's rank is therefore its id, and a pair of ids maps to the id of their union.
 */
final class BytePairs {

    static final int MERGES = 49_152 - 256 - 2;
    static final int START = 512 + MERGES;
    static final int END = START + 1;

    private final Map<Long, Integer> merges;
    private final int[] idOfByte = byteIds();

    private BytePairs(Map<Long, Integer> merges) {
        this.merges = merges;
    }

    /** The table that CLIP was published with. */
    static BytePairs clip() {
        try (@Nullable
        InputStream resource = BytePairs.class.getResourceAsStream("bpe_simple_vocab_16e6.txt.gz");
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Objects.requireNonNull(resource)), StandardCharsets.UTF_8))) {
            lines.readLine(); // the file's own version line
            return read(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BytePairs read(BufferedReader lines) throws IOException {
        Map<String, Integer> ids = new HashMap<>(MERGES * 2);
        List<String> alphabet = alphabet();
        for (int i = 0; i < 256; i++) {
            ids.put(alphabet.get(i), i);
            ids.put(alphabet.get(i) + "</w>", 256 + i);
        }
        Map<Long, Integer> merges = new HashMap<>(MERGES * 2);
        for (int id = 512; id < START; id++) {
            String[] parts = Objects.requireNonNull(lines.readLine()).split(" ", -1);
            merges.put(pair(Objects.requireNonNull(ids.get(parts[0])), Objects.requireNonNull(ids.get(parts[1]))), id);
            ids.put(parts[0] + parts[1], id);
        }
        return new BytePairs(merges);
    }

    /** Ids of one word of at least one byte: of the pairs that have a merge, the one of lowest rank is joined everywhere, until none is left. */
    int[] encode(byte[] word) {
        int[] ids = new int[word.length];
        for (int i = 0; i < word.length; i++) {
            ids[i] = idOfByte[word[i] & 0xFF];
        }
        ids[word.length - 1] += 256;
        int length = ids.length;
        while (true) {
            int best = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < length; i++) {
                best = Math.min(best, merge(ids[i], ids[i + 1]));
            }
            if (best == Integer.MAX_VALUE) {
                return Arrays.copyOf(ids, length);
            }
            length = join(ids, length, best);
        }
    }

    private int join(int[] ids, int length, int merged) {
        int out = 0;
        for (int i = 0; i < length; i++) {
            if (i + 1 < length && merge(ids[i], ids[i + 1]) == merged) {
                ids[out++] = merged;
                i++;
            } else {
                ids[out++] = ids[i];
            }
        }
        return out;
    }

    private int merge(int left, int right) {
        return merges.getOrDefault(pair(left, right), Integer.MAX_VALUE);
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    /** The table's letter of each byte id: the byte itself as a Latin-1 letter where that is printable, else the next from U+0100 on. */
    private static List<String> alphabet() {
        List<String> letters = new ArrayList<>();
        for (int b : byteOrder()) {
            letters.add(String.valueOf(isPrintable(b) ? (char) b : (char) (256 + letters.size() - 188)));
        }
        return letters;
    }

    private static int[] byteIds() {
        int[] ids = new int[256];
        List<Integer> order = byteOrder();
        for (int i = 0; i < 256; i++) {
            ids[order.get(i)] = i;
        }
        return ids;
    }

    private static List<Integer> byteOrder() {
        List<Integer> order = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            if (isPrintable(b)) {
                order.add(b);
            }
        }
        for (int b = 0; b < 256; b++) {
            if (!isPrintable(b)) {
                order.add(b);
            }
        }
        return order;
    }

    private static boolean isPrintable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
    }
}
