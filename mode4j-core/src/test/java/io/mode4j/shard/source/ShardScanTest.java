package io.mode4j.shard.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.Sample;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardScanTest {
    private static final byte[] IMAGE = {1, 2, 3, 4};
    @TempDir
    Path temporary;

    private ShardScan scan(ShardFixtures tar) throws IOException {
        return ShardFixtures.scan(tar.write(temporary.resolve("a.tar")), TxtLines.WHOLE, KeyEnd.FIRST_DOT);
    }

    private static List<String> keys(ShardScan scan) {
        return scan.samples().stream().map(Sample::key).toList();
    }

    @Test
    void readsWebDatasetsLayout() throws IOException {
        byte[] first = "first image".getBytes(UTF_8);
        byte[] second = "the second".getBytes(UTF_8);
        ShardScan scan = scan(ShardFixtures.tar()
                .member("deep/a.b/000.jpg", first)
                .member("deep/a.b/000.txt", " a  cat\n")
                .member("001.extra.json", "{}")
                .member("001.WEBP", second)
                .member("001.json", "{\"caption\": \"a dog\", \"text\": \"no\"}"));
        assertThat(scan.samples()).extracting(Sample::key, Sample::captions, Sample::mediaType, Sample::imageLength)
                .containsExactly(
                        tuple("deep/a.b/000", List.of("a  cat"), "image/jpeg", first.length),
                        tuple("001", List.of("a dog"), "image/webp", second.length));
        byte[] tar = Files.readAllBytes(temporary.resolve("a.tar"));
        for (Sample sample : scan.samples()) {
            int from = Math.toIntExact(sample.imageOffset());
            assertThat(Arrays.copyOfRange(tar, from, from + sample.imageLength())).isEqualTo(sample.key().equals("001") ? second : first);
        }
        assertThat(scan.summary()).isEqualTo(new ShardSummary(2, Map.of(), 0, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // MoDE's layout, with pairs and with plain strings, beside fields of any kind
        "{\"id\": {\"texts\": [\"no\"]}, \"texts\": [[\"alt\", \"a cat\"], [\"title\", \"tom\"]], \"n\": [1, [2]]} | a cat;tom",
        "{\"texts\": [\"a cat\", \"tom\"], \"caption\": \"no\", \"text\": \"no\"} | a cat;tom",
        "{\"texts\": [1, null, {\"a\": []}, [\"alt\", null], [[], \"deep\"], \" \", \"tom\"]} | deep;tom",
        "{\"texts\": [\" \"], \"text\": \"a cat\"} | a cat", "{\"texts\": [], \"text\": \"a cat\"} | a cat",
        "{\"texts\": null, \"text\": \"b\", \"caption\": \"a cat\"} | a cat",
        "{\"text\": \"a\\u0000b\\tc\\ud83d\\ude00\"} | a b c\ud83d\ude00",
        // one string for a list, a list for one string, nothing as Python writes it, and what is no text
        "{\"texts\": \"a cat\"} | a cat", "{\"caption\": [\"a cat\", \"tom\"]} | a cat;tom",
        "{\"text\": [[\"alt\", \"a cat\"], \"tom\"]} | a cat;tom",
        "{\"similarity\": NaN, \"x\": [Infinity, -Infinity], \"caption\": \"a cat\"} | a cat",
        "{\"caption\": NaN, \"text\": \"a cat\"} | a cat", "{\"caption\": NaN} | missing caption",
        "{\"caption\": [NaN, null]} | missing caption",
        "{\"caption\": {\"en\": \"a cat\"}} | caption not text", "{\"texts\": {\"en\": \"a cat\"}} | caption not text",
        "{\"caption\": 5} | caption not text", "{\"caption\": true, \"text\": null} | caption not text",
        "{\"caption\": [{\"en\": \"a cat\"}, 5]} | caption not text", "{\"text\": [[\"alt\", 5]]} | caption not text",
        "{\"caption\": {\"en\": \"a cat\"}, \"text\": \"a dog\"} | a dog", "{\"caption\": [], \"text\": \"a dog\"} | a dog",
        "{\"caption\": null, \"text\": {}} | caption not text", "{\"caption\": [[]], \"text\": []} | missing caption",
        "{\"caption\": \"a cat\", \"n\": nan} | bad JSON", "{\"texts\": [], \"caption\": null} | missing caption", "{} | missing caption",
        "{\"caption\": \"\", \"texts\": [[\"alt\", \" \"]]} | empty caption", "{\"caption\": \"half \\ud83d\"} | invalid UTF-8",
        "{\"caption\": \"a cat\" | bad JSON", "[\"a cat\"] | bad JSON", "'' | bad JSON", "{\"caption\": \"a\", nonsense} | bad JSON"})
    void readsJson(String json, String expected) throws IOException {
        ShardScan scan = scan(ShardFixtures.tar().member("a.png", IMAGE).member("a.json", json));
        if (scan.samples().isEmpty()) {
            assertThat(scan.summary().byWords()).containsOnlyKeys(expected);
        } else {
            assertThat(String.join(";", scan.samples().getFirst().captions())).isEqualTo(expected);
        }
    }

    private static final Map<String, byte[]> MARKS = Map.of("UTF-8", new byte[]{(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, "UTF-16LE",
            new byte[]{(byte) 0xFF, (byte) 0xFE}, "UTF-16BE", new byte[]{(byte) 0xFE, (byte) 0xFF}, "UTF-32LE",
            new byte[]{(byte) 0xFF, (byte) 0xFE, 0, 0}, "UTF-32BE", new byte[]{0, 0, (byte) 0xFE, (byte) 0xFF});

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void textInAnyUnicodeIsReadWhereAMarkTells(String encoding) throws IOException {
        Charset charset = Charset.forName(encoding);
        byte[] mark = Objects.requireNonNull(MARKS.get(encoding));
        String caption = "ein Kätzchen 猫 😀";
        ShardScan scan = scan(ShardFixtures.tar()
                .member("a.png", IMAGE)
                .member("a.txt", joined(mark, (caption + "\n").getBytes(charset)))
                .member("b.png", IMAGE)
                .member("b.json", joined(mark, ("{\"caption\": \"" + caption + "\"}").getBytes(charset)))
                .member("c.png", IMAGE)
                .member("c.txt", mark));
        assertThat(scan.samples()).extracting(Sample::captions).containsExactly(List.of(caption), List.of(caption));
        assertThat(counts(scan)).isEqualTo(Map.of("empty caption", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16WithoutAMarkIsReadOrCountedAndNeverSpacedLetters(String encoding) throws IOException {
        Charset charset = Charset.forName(encoding);
        ShardFixtures tar = ShardFixtures.tar();
        List<String> captions = List.of("a cat", "ok", "ein Kätzchen", "a cat, in Japanese 猫", "{\"caption\": \"a dog\"}");
        for (int i = 0; i < captions.size(); i++) {
            String extension = captions.get(i).startsWith("{") ? ".json" : ".txt";
            tar.member(i + ".png", IMAGE).member(i + extension, captions.get(i).getBytes(charset));
        }
        ShardScan scan = scan(tar.member("x.png", IMAGE).member("x.txt", "吾輩は猫である".getBytes(charset)));
        assertThat(scan.samples()).extracting(s -> s.captions().getFirst())
                .containsExactly("a cat", "ok", "ein Kätzchen", "a cat, in Japanese 猫", "a dog");
        assertThat(counts(scan)).isEqualTo(Map.of("invalid UTF-8", 1L));
    }

    @Test
    void zerosBehindATextAreNoneOfItAndThoseInsideAreNoText() throws IOException {
        ShardScan scan = scan(ShardFixtures.tar()
                .member("a.png", IMAGE)
                .member("a.txt", "a cat\0\0\0")
                .member("b.png", IMAGE)
                .member("b.txt", "a cat\0and a dog and a horse"));
        assertThat(scan.samples()).extracting(s -> s.captions().getFirst()).containsExactly("a cat");
        assertThat(counts(scan)).isEqualTo(Map.of("invalid UTF-8", 1L));
    }

    @Test
    void prefersTextsThenTheTextFileThenAField() throws IOException {
        for (List<String> order : List.of(List.of("txt", "json"), List.of("json", "txt"))) {
            assertThat(captions(order, "{\"texts\": [\"listed\"]}", "file")).isEqualTo("listed");
            assertThat(captions(order, "{\"caption\": \"field\"}", "file")).isEqualTo("file");
            assertThat(captions(order, "{\"caption\": \"field\"}", " ")).isEqualTo("field");
            assertThat(captions(order, "{", "file")).isEqualTo("file");
            assertThat(captions(order, "{}", " ")).isEqualTo("empty caption");
        }
    }

    private String captions(List<String> order, String json, String text) throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (String extension : order) {
            tar.member("a." + extension, extension.equals("txt") ? text : json);
        }
        ShardScan scan = scan(tar.member("a.png", IMAGE));
        return scan.samples().isEmpty() ? scan.summary().byWords().keySet().iterator().next()
                : scan.samples().getFirst().captions().getFirst();
    }

    @Test
    void joinsByKeyWhereverTheMembersAre() throws IOException {
        ShardScan scan = scan(ShardFixtures.tar()
                .member("b.txt", "bee")
                .member("a.jpg", IMAGE)
                .member("c.png", IMAGE)
                .member("a.txt", "ant")
                .member("b.jpg", IMAGE)
                .member("c.json", "{\"text\": \"cat\"}"));
        assertThat(scan.samples()).extracting(s -> s.key() + " " + s.captions().getFirst()).containsExactly("b bee", "a ant", "c cat");
    }

    @Test
    void countsWhatCannotBeUsedByCause() throws IOException {
        ShardScan scan = scan(ShardFixtures.tar()
                .pair("good", "fine")
                .member("lonely.txt", "no image")
                .member("mute.jpg", IMAGE)
                .member("blank.jpg", IMAGE)
                .member("blank.txt", " \n")
                .member("latin.jpg", IMAGE)
                .member("latin.txt", new byte[]{'a', (byte) 0xe4})
                .member("latin2.jpg", IMAGE)
                .member("latin2.json", "{\"text\": \"\u00e4\"}".getBytes(ISO_8859_1))
                .member("empty.png", new byte[0])
                .member("empty.txt", "no bytes")
                .member("README", "not a sample")
                .member(".hidden.txt", "not a sample"));
        assertThat(keys(scan)).containsExactly("good");
        assertThat(scan.summary().byWords()).isEqualTo(Map.of("missing image", new ShardSummary.Skipped(1, List.of("lonely")),
                "missing caption",
                new ShardSummary.Skipped(1, List.of("mute")), "empty caption", new ShardSummary.Skipped(1, List.of("blank")),
                "invalid UTF-8",
                new ShardSummary.Skipped(2, List.of("latin", "latin2")), "empty image", new ShardSummary.Skipped(1, List.of("empty"))));
        assertThat(scan.summary().skippedRows()).isEqualTo(6);
        assertThat(ShardSummary.ofJson(scan.summary().toJson())).isEqualTo(scan.summary());
    }

    @Test
    void keepsTheFirstOfDuplicates() throws IOException {
        ShardScan scan = scan(
                ShardFixtures.tar().pair("a", "one").pair("b", "two").pair("a", "three").pair("a", "four").member("b.jpg", IMAGE));
        assertThat(scan.samples()).extracting(s -> s.key() + " " + s.captions().getFirst()).containsExactly("a one", "b two");
        assertThat(scan.summary().byWords()).isEqualTo(Map.of("duplicate key", new ShardSummary.Skipped(2, List.of("a"))));
    }

    private static Map<String, Long> counts(ShardScan scan) {
        Map<String, Long> counts = new TreeMap<>();
        scan.summary().byWords().forEach((cause, skipped) -> counts.put(cause, skipped.count()));
        return counts;
    }

    private static ShardFixtures dotted() throws IOException {
        return ShardFixtures.tar()
                .pair("v1.0_cat", "a cat")
                .pair("v1.0_dog", "a dog")
                .pair("d.e/2024.05.01", "a day")
                .pair("1", "one")
                .pair("1.5", "one and a half")
                .member("./3.25.jpeg", IMAGE)
                .member("3.25.json", "{\"caption\": \"a quarter\"}");
    }

    @Test
    void pairsWhoseKeysHoldDotsAreLostAndCounted() throws IOException {
        ShardScan scan = scan(dotted());
        assertThat(keys(scan)).containsExactly("1");
        assertThat(scan.summary().byWords()).isEqualTo(Map.of("key with dots",
                new ShardSummary.Skipped(5, List.of("v1.0_cat", "v1.0_dog", "d.e/2024.05.01", "1.5", "3.25"))));
        assertThat(scan.summary().leftOver()).hasSize(10)
                .containsEntry("0_cat.png", 1L)
                .containsEntry("05.01.txt", 1L)
                .containsEntry("25.json", 1L);
        assertThat(ShardSummary.ofJson(scan.summary().toJson())).isEqualTo(scan.summary());
    }

    @Test
    void keysMayEndAtTheLastDot() throws IOException {
        ShardScan scan = ShardFixtures.scan(dotted().member("d.e/plain.gif", IMAGE).write(temporary.resolve("a.tar")), TxtLines.WHOLE,
                KeyEnd.LAST_DOT);
        assertThat(scan.samples()).extracting(s -> s.key() + "=" + s.captions().getFirst())
                .containsExactly("v1.0_cat=a cat", "v1.0_dog=a dog", "d.e/2024.05.01=a day", "1=one", "1.5=one and a half",
                        "3.25=a quarter");
        assertThat(counts(scan)).isEqualTo(Map.of("unknown extension", 1L));
    }

    @Test
    void extensionsOfTwoPartsPairWithNothingAndAreCountedOnceASample() throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 3; i++) {
            tar.member(i + ".image.jpg", IMAGE).member(i + ".caption.txt", "a cat").member(i + ".json", "{\"width\": 3}");
        }
        ShardScan scan = scan(
                tar.member("3.image.jpg", IMAGE).member("3.caption.txt", "x").member("4.jpg", IMAGE).member("4.caption.txt", "y"));
        assertThat(scan.samples()).isEmpty();
        // the first three have a member that is read, and so are counted as any sample without a picture
        assertThat(counts(scan)).isEqualTo(Map.of("missing image", 3L, "unknown extension", 1L, "missing caption", 1L));
        assertThat(scan.summary().byWords()).containsEntry("unknown extension",
                new ShardSummary.Skipped(1, List.of("3.image.jpg", "3.caption.txt")));
        assertThat(scan.summary().leftOver()).isEqualTo(Map.of("json", 3L, "image.jpg", 4L, "caption.txt", 5L, "jpg", 1L));
    }

    @Test
    void manyPicturesUnderOneKeyAreManySamples() throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 20; i++) {
            tar.member("photo.%d.jpg".formatted(i), IMAGE).member("photo.%d.caption.txt".formatted(i), "a cat");
        }
        ShardScan scan = scan(tar);
        assertThat(counts(scan)).isEqualTo(Map.of("unknown extension", 20L));
        assertThat(scan.summary().leftOver()).hasSize(11).containsEntry(ShardSummary.OTHERS, 30L);
        ShardSummary.Counter counter = new ShardSummary.Counter();
        counter.add("a", scan.summary());
        counter.add("b", scan.summary());
        assertThat(counter.summary().leftOver()).hasSize(11).containsEntry(ShardSummary.OTHERS, 60L);
        assertThat(counter.summary().leftOver().keySet()).last().isEqualTo(ShardSummary.OTHERS);
    }

    @Test
    void whatLiesBesideAPairIsNoLoss() throws IOException {
        ShardScan scan = scan(ShardFixtures.tar()
                .pair("a", "one")
                .member("a.left.jpg", IMAGE)
                .member("a.right.jpg", IMAGE)
                .member("a.depth.png", IMAGE)
                .member("a.depth.json", "{\"near\": 1}")
                .member("a.cls", "3")
                .member("a.mp3", IMAGE)
                .member("._a.left.jpg", IMAGE));
        assertThat(scan.summary()).isEqualTo(new ShardSummary(1, Map.of(), 0, Map.of()));
    }

    @Test
    void unknownExtensionsAreNamedAndASampleOfThemIsLost() throws IOException {
        ShardScan scan = scan(ShardFixtures.tar()
                .pair("good", "fine")
                .member("1.img", IMAGE)
                .member("1.cap", "a cat")
                .member("2.GIF", IMAGE)
                .member("blank.jpg", IMAGE)
                .member("blank.txt", " ")
                .member("blank.left.jpg", IMAGE)
                .member("3.txt", "a film")
                .member("3.mp4", IMAGE)
                .member("README.md", "not a sample")
                .member("LICENSE", "nor this"));
        assertThat(counts(scan)).isEqualTo(Map.of("unknown extension", 2L, "missing image", 1L, "empty caption", 1L));
        assertThat(scan.summary().leftOver())
                .isEqualTo(Map.of("img", 1L, "cap", 1L, "gif", 1L, "txt", 1L, "mp4", 1L, "md", 1L, "(none)", 1L));
    }

    @Test
    void namesOnlyTheFirstFewKeys() throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        for (int i = 0; i < 9; i++) {
            tar.member(i + ".txt", "no image");
        }
        assertThat(scan(tar).summary().byWords())
                .isEqualTo(Map.of("missing image", new ShardSummary.Skipped(9, List.of("0", "1", "2", "3", "4"))));
    }

    @Test
    void aCaptionOfTheSizeOfAFilmIsNotRead() throws IOException {
        ShardScan scan = scan(ShardFixtures.tar().member("a.png", IMAGE).member("a.txt", new byte[1 << 24]).pair("b", "two"));
        assertThat(keys(scan)).containsExactly("b");
        assertThat(scan.summary().byWords()).containsOnlyKeys("too large");
    }

    @Test
    void anEmptyShardHasNoSamples() throws IOException {
        assertThat(scan(ShardFixtures.tar()).samples()).isEmpty();
    }
}
