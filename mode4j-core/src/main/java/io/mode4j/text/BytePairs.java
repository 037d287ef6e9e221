package io.mode4j.text;

import io.mode4j.artifact.BadInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A merge table like CLIP's. Immutable.
 *
 * <p>
 * Ids 0 to 255 are the bytes in the table's own order (printable ones first), 256 to 511 the same bytes at the end of a word, then one id a merge
 * in order of rank. A merge's rank is therefore its id, and a pair of ids maps to the id of their union.
 */
final class BytePairs {

    private static final int FIRST_MERGE = 512;
    private static final int MOST_MERGES = 49_152 - 256 - 2; // as CLIP: a table may hold more, which do not count
    private static final int MOST_BYTES = 16 << 20; // unpacked; CLIP's table has 3.2 MB
    private static final int GZIP = 0x1f8b;

    private final Map<Long, Integer> merges;
    private final int[] idOfByte = byteIds();

    private BytePairs(Map<Long, Integer> merges) {
        this.merges = merges;
    }

    /** The table that CLIP was published with. */
    static BytePairs clip() {
        try (@Nullable
        InputStream resource = BytePairs.class.getResourceAsStream("bpe_simple_vocab_16e6.txt.gz")) {
            return of("CLIP's merge table", new GZIPInputStream(Objects.requireNonNull(resource)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table like CLIP's, as text or gzipped: a line of its own name, then a merge a line, the two symbols separated by a space.
     *
     * @throws BadInputException
     *             if it is none; the message names file and line
     */
    static BytePairs read(Path file) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            int magic = in.read() << 8 | in.read();
            in.reset();
            return of(file.toString(), magic == GZIP ? new GZIPInputStream(in) : in);
        } catch (ZipException | EOFException e) {
            throw new BadInputException(file + ": expected a gzipped table of merges, found a damaged file", e);
        }
    }

    private static BytePairs of(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new BadInputException(name + ": expected a table of merges of at most " + MOST_BYTES + " bytes, found more");
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return of(name, text.lines().skip(1).limit(MOST_MERGES).toList());
        } catch (CharacterCodingException e) {
            throw new BadInputException(name + ": expected a table of merges in UTF-8, found other bytes", e);
        }
    }

    private static BytePairs of(String name, List<String> lines) throws BadInputException {
        Map<String, Integer> ids = new HashMap<>(MOST_MERGES * 2);
        List<String> alphabet = alphabet();
        for (int i = 0; i < 256; i++) {
            ids.put(alphabet.get(i), i);
            ids.put(alphabet.get(i) + "</w>", 256 + i);
        }
        Map<Long, Integer> merges = new HashMap<>(MOST_MERGES * 2);
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            Integer left = ids.get(parts[0]);
            Integer right = parts.length == 2 ? ids.get(parts[1]) : null;
            if (left == null || right == null) {
                throw new BadInputException("%s: expected a merge of two known symbols in line %d, found '%.40s'".formatted(name,
                        merges.size() + 2, line));
            }
            int id = FIRST_MERGE + merges.size();
            if (ids.putIfAbsent(parts[0] + parts[1], id) != null) {
                throw new BadInputException(
                        "%s: expected a symbol once, found '%.40s' again in line %d".formatted(name, parts[0] + parts[1],
                                merges.size() + 2));
            }
            merges.put(pair(left, right), id);
        }
        if (merges.isEmpty()) {
            throw new BadInputException(name + ": expected a line a merge, found none");
        }
        return new BytePairs(merges);
    }

    /** {@return the id that begins every text; the next one ends it, and is the last} */
    int start() {
        return FIRST_MERGE + merges.size();
    }

    /**
     * Ids of one word of at least one byte: of the pairs that have a merge, the one of lowest rank is joined everywhere, until none is left. A merge comes
     * behind those that make its symbols, so joining never brings a pair of lower rank, and one queue by rank and place does it all.
     */
    int[] encode(byte[] word) {
        int[] ids = new int[word.length];
        for (int i = 0; i < word.length; i++) {
            ids[i] = idOfByte[word[i] & 0xFF];
        }
        ids[word.length - 1] += 256;
        return new Joining(ids).ids();
    }

    /** One word while its symbols are joined: a symbol stands where its first byte does, and -1 where the others do. */
    private final class Joining {
        private final int[] ids;
        private final int[] next;
        private final int[] previous;
        private final PriorityQueue<Long> pairs = new PriorityQueue<>(); // a merge's id, and where its left symbol stands

        Joining(int[] ids) {
            this.ids = ids;
            this.next = IntStream.rangeClosed(1, ids.length).toArray();
            this.previous = IntStream.range(-1, ids.length - 1).toArray();
            for (int i = 0; i < ids.length; i++) {
                add(i);
            }
        }

        int[] ids() {
            while (!pairs.isEmpty()) {
                long pair = pairs.remove();
                int left = (int) pair;
                if (mergeAt(left) == pair >> 32) { // else one of the two is gone
                    join(left);
                }
            }
            return IntStream.of(ids).filter(id -> id >= 0).toArray();
        }

        private void join(int left) {
            int right = next[left];
            ids[left] = mergeAt(left);
            ids[right] = -1;
            next[left] = next[right];
            if (next[left] < ids.length) {
                previous[next[left]] = left;
            }
            add(left);
            if (previous[left] >= 0) {
                add(previous[left]);
            }
        }

        private void add(int left) {
            int merge = mergeAt(left);
            if (merge < Integer.MAX_VALUE) {
                pairs.add((long) merge << 32 | left);
            }
        }

        private int mergeAt(int left) {
            boolean isPair = ids[left] >= 0 && next[left] < ids.length;
            return isPair ? merge(ids[left], ids[next[left]]) : Integer.MAX_VALUE;
        }
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
