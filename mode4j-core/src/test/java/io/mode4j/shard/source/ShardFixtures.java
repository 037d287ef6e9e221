package io.mode4j.shard.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Builds tars member by member, good and bad ones, with commons-compress rather than with our own writer. */
public final class ShardFixtures {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    private ShardFixtures() {}

    /** {@return a tar without members yet} */
    public static ShardFixtures tar() {
        ShardFixtures fixture = new ShardFixtures();
        fixture.tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        return fixture;
    }

    /** {@return a tar that writes long names and large numbers in pax headers} */
    public static ShardFixtures paxTar() {
        ShardFixtures fixture = new ShardFixtures();
        fixture.tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        fixture.tar.setAddPaxHeadersForNonAsciiNames(true);
        return fixture;
    }

    /** Adds a member. */
    public ShardFixtures member(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        return this;
    }

    /** Adds a member of text. */
    public ShardFixtures member(String name, String content) throws IOException {
        return member(name, content.getBytes(UTF_8));
    }

    /** Adds a picture of one colour, {@code key.png}, and its caption, {@code key.txt}. */
    public ShardFixtures pair(String key, String caption) throws IOException {
        return member(key + ".png", png(8, key.hashCode())).member(key + ".txt", caption);
    }

    /** {@return the tar's bytes} */
    public byte[] bytes() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    /** Writes the tar. */
    public Path write(Path target) throws IOException {
        Files.createDirectories(target.toAbsolutePath().resolveSibling("."));
        return Files.write(target, bytes());
    }

    /** {@return the scan of a tar} */
    public static ShardScan scan(Path tar, TxtLines lines, KeyEnd keyEnd) throws IOException {
        return Shard.tar("a", tar).format().reader().scan(Shard.tar("a", tar), lines, keyEnd);
    }

    /** {@return a square PNG of one colour} */
    public static byte[] png(int size, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                image.setRGB(x, y, rgb);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
