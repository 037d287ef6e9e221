package io.mode4j.text;

import io.mode4j.artifact.Fingerprints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's byte-pair encoding, the ids that open_clip's {@code SimpleTokenizer} gives (49,408 of them; Sennrich et al. 2016, Radford et al.
 * 2021): cleaned text, cut into contractions, letters, single digits and other runs, each encoded on its own. Safe for use by many threads.
 *
 * <p>
 * Words are remembered, at most {@value #REMEMBERED} of at most {@value #LONGEST_REMEMBERED} characters. The time that a text takes grows with its length,
 * whatever it is made of.
 */
public final class ClipTokenizer implements Tokenizer {

    private static final int REMEMBERED = 50_000;
    private static final int LONGEST_REMEMBERED = 64; // characters; longer ones do not come again
    private static final String START_TEXT = "<start_of_text>";
    private static final String END_TEXT = "<end_of_text>";
    private static final Pattern WORD = Pattern.compile(
            START_TEXT + "|" + END_TEXT + "|'s|'t|'re|'ve|'m|'ll|'d|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final BytePairs pairs;
    private final String identity;
    private final int start;
    private final int end;
    private final Map<String, int[]> words = new ConcurrentHashMap<>();

    /** Reads CLIP's merge table, about 50 ms; one tokenizer serves a whole program. */
    public ClipTokenizer() {
        this(BytePairs.clip(), "clip-bpe-49408");
    }

    private ClipTokenizer(BytePairs pairs, String identity) {
        this.pairs = pairs;
        this.identity = identity;
        this.start = pairs.start();
        this.end = start + 1;
        words.put(START_TEXT, new int[]{start});
        words.put(END_TEXT, new int[]{end});
    }

    /**
     * A tokenizer with a vocabulary of its own: a table of merges as CLIP's {@code bpe_simple_vocab_16e6.txt.gz} or Hugging Face's
     * {@code merges.txt}, of which the first 48,894 count, as in open_clip.
     *
     * @throws IOException
     *             if the file is missing or is no such table; the message names file and line
     */
    public static ClipTokenizer read(Path merges) throws IOException {
        return new ClipTokenizer(BytePairs.read(merges), "clip-bpe " + Fingerprints.ofFile(merges));
    }

    @Override
    public int vocabSize() {
        return end + 1;
    }

    @Override
    public int[] encode(String text, int contextLength) {
        if (contextLength < 2) {
            throw new IllegalArgumentException("context length must be at least 2 (start and end), not " + contextLength);
        }
        int[] ids = new int[Math.min(contextLength, 32)];
        ids[0] = start;
        int length = 1;
        Matcher matcher = WORD.matcher(TextCleaner.clean(text));
        while (length < contextLength - 1 && matcher.find()) {
            int[] word = word(matcher.group());
            int count = Math.min(word.length, contextLength - 1 - length);
            if (length + count >= ids.length) {
                ids = Arrays.copyOf(ids, Math.min(contextLength, 2 * (length + count + 1)));
            }
            System.arraycopy(word, 0, ids, length, count);
            length += count;
        }
        ids[length++] = end;
        return Arrays.copyOf(ids, length);
    }

    private int[] word(String word) {
        int[] known = words.get(word);
        if (known != null) {
            return known;
        }
        int[] ids = pairs.encode(word.getBytes(StandardCharsets.UTF_8));
        if (words.size() < REMEMBERED && word.length() <= LONGEST_REMEMBERED) {
            words.put(word, ids);
        }
        return ids;
    }

    @Override
    public String identity() {
        return identity;
    }
}
