package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArchiveTest {
    private static final FileLayer FILES = new FileLayer();

    @TempDir
    private Path temporary;

    private Path folder() throws IOException {
        Path folder = temporary.resolve("folder");
        Random random = new Random(1);
        for (String name : new String[]{"a.txt", "empty", "deep/" + "long-name/".repeat(20) + "größe.bin", "deep/b", "seed/.lock",
            "seed/manifest.json",
            "seed/.x.1-2.tmp"}) {
            byte[] bytes = new byte[name.equals("empty") ? 0 : 1 + random.nextInt(200_000)];
            random.nextBytes(bytes);
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), bytes);
        }
        return folder;
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Fingerprints.ofFile(file));
            }
        }
        return contents;
    }

    @Test
    void whatIsUnpackedIsWhatWasPackedButForLocksAndUnfinishedFiles() throws IOException {
        Path folder = folder();
        Path tar = temporary.resolve("folder.tar");
        FolderArchive.write(FILES, folder, tar);
        Path unpacked = temporary.resolve("unpacked");
        FolderArchive.unpack(FILES, tar, unpacked);
        Map<String, String> expected = contents(folder);
        expected.keySet().removeIf(name -> name.contains("/."));
        assertThat(contents(unpacked)).hasSize(5).isEqualTo(expected);
        assertThat(FolderArchive.read(tar, "deep/b"))
                .hasValueSatisfying(bytes -> assertThat(folder.resolve("deep/b")).hasBinaryContent(bytes));
        assertThat(FolderArchive.read(tar, "b")).isEmpty();
        FolderArchive.write(FILES, unpacked, temporary.resolve("again.tar"));
        assertThat(temporary.resolve("again.tar")).as("equal folders give equal files").hasSameBinaryContentAs(tar);
    }

    @Test
    void aTarThatIsCutShortOrNoneIsDamage() throws IOException {
        Path tar = temporary.resolve("folder.tar");
        FolderArchive.write(FILES, folder(), tar);
        byte[] whole = Files.readAllBytes(tar);
        for (int length : new int[]{700, whole.length / 2}) {
            Path cut = temporary.resolve("cut.tar");
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> FolderArchive.unpack(FILES, cut, temporary.resolve("cut"))).isInstanceOf(DamagedException.class)
                    .hasMessageContaining("cut.tar is damaged");
        }
        Path none = temporary.resolve("none.tar");
        Files.writeString(none, "no tar at all ".repeat(100));
        assertThatThrownBy(() -> FolderArchive.unpack(FILES, none, temporary.resolve("none"))).isInstanceOf(DamagedException.class);
    }

    @Test
    void noMemberIsWrittenOutsideOfTheFolder() throws IOException {
        Path tar = temporary.resolve("evil.tar");
        try (OutputStream out = Files.newOutputStream(tar); TarArchiveOutputStream evil = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("a/../../evil.txt");
            entry.setSize(4);
            evil.putArchiveEntry(entry);
            evil.write("evil".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            evil.closeArchiveEntry();
        }
        assertThatThrownBy(() -> FolderArchive.unpack(FILES, tar, temporary.resolve("into"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("evil.txt");
        assertThat(temporary.resolve("evil.txt")).doesNotExist();
    }
}
