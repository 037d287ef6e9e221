package io.mode4j.shard.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import io.mode4j.shard.bytes.FileWindow;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.source.ShardFixtures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
    @TempDir
    Path temporary;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(temporary.resolve("00000.tar"), bytes);
    }

    /** {@return name, length and a hash of the content of every member} */
    private static List<String> read(Path file) throws IOException {
        List<String> mapped = read(new TarReader(file));
        assertThat(read(new TarReader(file, new FileWindow(file, ShardBytes.of(file), 777)))).isEqualTo(mapped);
        return mapped;
    }

    private static List<String> read(TarReader opened) throws IOException {
        List<String> members = new ArrayList<>();
        try (TarReader tar = opened) {
            while (tar.next()) {
                members.add(tar.name() + " " + tar.length() + " " + Arrays.hashCode(tar.content()));
            }
        }
        return members;
    }

    private static List<String> oracle(byte[] bytes) throws IOException {
        List<String> members = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    members.add(entry.getName() + " " + entry.getSize() + " " + Arrays.hashCode(tar.readAllBytes()));
                }
            }
        }
        return members;
    }

    @Seeds(100)
    void readsWhatCommonsCompressReads(Draws draws) throws IOException {
        List<String> names = Stream.generate(() -> draws.text(300)).limit(draws.between(0, 12)).toList();
        boolean pax = draws.flip();
        long seed = draws.anyLong();
        Random random = new Random(seed);
        ShardFixtures tar = pax ? ShardFixtures.paxTar() : ShardFixtures.tar();
        for (String name : names) {
            byte[] content = new byte[random.nextInt(3) * random.nextInt(100_000)];
            random.nextBytes(content);
            tar.member("x" + name.codePoints()
                    .filter(c -> c > ' ' && c < 0xd800 && c != '\\' && c != '/')
                    .mapToObj(Character::toString)
                    .reduce("", String::concat) + ".txt", content);
        }
        byte[] bytes = tar.bytes();
        Path file = Files.createTempFile("tar", ".tar");
        Files.write(file, bytes);
        assertThat(read(file)).isEqualTo(oracle(bytes)).hasSameSizeAs(names);
        Files.delete(file);
    }

    @Test
    void readsPosixPrefixesFoldersAndLinks() throws IOException {
        ShardFixtures tar = ShardFixtures.tar();
        tar.member("folder/", new byte[0]);
        tar.member("a".repeat(60) + "/" + "b".repeat(60) + ".txt", "long");
        byte[] gnu = tar.bytes();
        assertThat(read(file(gnu))).isEqualTo(oracle(gnu)).hasSize(1);
        byte[] prefixed = prefixed("some/folder", "a.txt");
        assertThat(read(file(prefixed))).isEqualTo(oracle(prefixed)).singleElement().asString().startsWith("some/folder/a.txt 0 ");
        byte[] link = prefixed("x", "a.txt");
        link[TarConstants.LF_OFFSET] = TarConstants.LF_SYMLINK;
        seal(link);
        assertThat(read(file(link))).isEmpty();
    }

    /** A ustar archive with one empty member whose name is split as POSIX has it. */
    private static byte[] prefixed(String prefix, String name) throws IOException {
        byte[] bytes = ShardFixtures.tar().member(name, new byte[0]).bytes();
        byte[] magic = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
        System.arraycopy(magic, 0, bytes, TarConstants.MAGIC_OFFSET, magic.length);
        byte[] folder = prefix.getBytes(US_ASCII);
        System.arraycopy(folder, 0, bytes, 345, folder.length);
        seal(bytes);
        return bytes;
    }

    private static void seal(byte[] bytes) {
        byte[] header = Arrays.copyOf(bytes, TarConstants.DEFAULT_RCDSIZE);
        Arrays.fill(header, TarConstants.CHKSUM_OFFSET, TarConstants.CHKSUM_OFFSET + TarConstants.CHKSUMLEN, (byte) ' ');
        byte[] sum = "%06o\0 ".formatted(TarUtils.computeCheckSum(header))
                .getBytes(US_ASCII);
        System.arraycopy(sum, 0, bytes, TarConstants.CHKSUM_OFFSET, sum.length);
    }

    @Test
    void truncationAtAnyByteIsFound() throws IOException {
        byte[] whole = ShardFixtures.paxTar().pair("a", "one").pair("b".repeat(120), "two").bytes();
        int end = whole.length;
        while (whole[end - 1] == 0) {
            end--;
        }
        int marker = Math.ceilDiv(end, 512) * 512;
        for (int length = 0; length < marker + 512; length += length % 512 < 2 ? 1 : 101) {
            Path file = file(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(file)).as("cut to %d", length)
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining("00000.tar")
                    .hasMessageContaining("expected")
                    .hasMessageContaining("found the end of the file at byte " + length);
        }
        assertThat(read(file(Arrays.copyOf(whole, marker + 512)))).hasSize(4);
    }

    @Test
    void aFlippedBitInAHeaderIsFound() throws IOException {
        byte[] whole = ShardFixtures.tar().member("a.txt", "one").bytes();
        List<String> read = read(file(whole));
        for (int at = 0; at < 512; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Path file = file(flipped);
            boolean inChecksum = at >= TarConstants.CHKSUM_OFFSET && at < TarConstants.CHKSUM_OFFSET + TarConstants.CHKSUMLEN;
            try {
                assertThat(read(file)).isEqualTo(read);
                assertThat(inChecksum).as("flipped at %d, unseen", at).isTrue();
            } catch (DamagedException e) {
                assertThat(e).hasMessageContaining("tar header at byte 0").hasMessageContaining("00000.tar");
            }
        }
    }

    @Test
    void membersBehindTheEndMarkerAreNotLostSilently() throws IOException {
        byte[] one = ShardFixtures.tar().pair("a", "one").bytes();
        byte[] joined = Arrays.copyOf(one, 2 * one.length);
        System.arraycopy(one, 0, joined, one.length, one.length);
        Path file = file(joined);
        assertThatThrownBy(() -> read(file)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("joined by cat")
                .hasMessageContaining("byte " + one.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sparse-gnu", "sparse-gnu-many", "sparse-pax-0.0", "sparse-pax-0.1", "sparse-pax-1.0"})
    void sparseMembersAreRefusedByName(String name) throws IOException {
        byte[] bytes;
        try (InputStream gzipped = Objects.requireNonNull(getClass().getResourceAsStream(name + ".tar.gz"))) {
            bytes = new GZIPInputStream(gzipped).readAllBytes();
        }
        Path file = file(bytes);
        String member = name.equals("sparse-gnu-many") ? "'many.png'" : "'hole.png'";
        try (TarReader tar = new TarReader(file)) {
            assertThat(tar.next()).isTrue();
            assertThat(tar.name()).isEqualTo("a.txt");
            assertThatThrownBy(tar::next).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("00000.tar")
                    .hasMessageContaining("member " + member + " is stored sparse")
                    .hasMessageContaining("Pack the shard again without --sparse");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE html><html>404</html>", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
        "{\"error\": \"not found\"}", "<Error><Code>NoSuchKey</Code></Error>", "BZh91AY", "PK\3\4"})
    void whatIsNoTarIsSaidToBeWhatItIs(String content) throws IOException {
        for (int length : new int[]{content.length(), 2000}) {
            byte[] bytes = Arrays.copyOf(content.getBytes(US_ASCII), length);
            Arrays.fill(bytes, content.length(), length, (byte) ' ');
            Path file = file(bytes);
            assertThatThrownBy(() -> read(file)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("00000.tar: expected a tar")
                    .hasMessageNotContaining("damaged");
        }
    }

    @Test
    void aTarMayBeginWithANameThatLooksLikeAnotherKind() throws IOException {
        for (String name : List.of("BZh/a.txt", "<html>.txt", "PAR1.txt", "{a}.txt")) {
            assertThat(read(file(ShardFixtures.tar().member(name, "x").bytes()))).singleElement().asString().startsWith(name);
        }
    }

    @Test
    void saysThatAShardIsCompressed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new Random(7).ints(1000)
                    .mapToObj(Integer::toString)
                    .reduce("", String::concat)
                    .getBytes(US_ASCII));
        }
        Path file = file(bytes.toByteArray());
        assertThatThrownBy(() -> read(file)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("compressed")
                .hasMessageContaining("gunzip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "99999999999999999999 a=b\n", "5 a=b", "7 ab \n", "6 =bc\n", "3 a", "8 a=b\n\n\n\n"})
    void badPaxHeadersAreRefused(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        if (text.isEmpty()) {
            assertThat(PaxFields.parse(bytes)).isEmpty();
        } else {
            assertThatThrownBy(() -> PaxFields.parse(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
