package io.mode4j.dataset;

import io.mode4j.shard.source.ShardFixtures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Makes data sets as CLIP_benchmark lays them out, of pictures of one colour. */
public final class WdsFolder {
    /** Lossless WebP of 8 × 8 pixels, written by Pillow 12. */
    private static final Map<Color, String> WEBP = Map.of(Color.RED, "UklGRhwAAABXRUJQVlA4TA8AAAAvB8ABAAcQ/Y/+ByKi/wEA", Color.GREEN,
            "UklGRhwAAABXRUJQVlA4TA8AAAAvB8ABAAfQ/4j+ByKi/wEA", Color.BLUE, "UklGRhwAAABXRUJQVlA4TA8AAAAvB8ABAAcQ0f/+ByKi/wEA", Color.WHITE,
            "UklGRh4AAABXRUJQVlA4TBEAAAAvB8ABAAfQ//73v/+BiOh/AAA=");

    private final Path folder;
    private int samples;

    private WdsFolder(Path folder) {
        this.folder = folder;
    }

    /** A picture with what lies beside it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Sample(byte[] picture, String extension, byte[] label) {
        /** With a text beside it. */
        public static Sample of(byte[] picture, String extension, String label) {
            return new Sample(picture, extension, label.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A folder without files yet. */
    public static WdsFolder at(Path folder) throws IOException {
        return new WdsFolder(Files.createDirectories(folder));
    }

    /** Three classes of colours, one picture each and a red one more, in two shards. */
    public static Path colours(Path folder, String format) throws IOException {
        WdsFolder made = at(folder).text("classnames.txt", "red\ngreen\nblue\n")
                .text("zeroshot_classification_templates.txt", "{c}\na {c} square\n");
        made.shards("test", format, List.of(Sample.of(picture(Color.RED, format), "cls", "0"),
                Sample.of(picture(Color.GREEN, format), "cls", "1\n")),
                List.of(Sample.of(picture(Color.BLUE, format), "cls", "2"), Sample.of(picture(Color.RED, format), "cls", "0")));
        return folder;
    }

    /** A picture of one colour: png, jpg or webp. */
    public static byte[] picture(Color colour, String format) throws IOException {
        if (format.equals("webp")) {
            return Base64.getDecoder().decode(WEBP.get(colour));
        }
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, colour.getRGB());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    /** Whole numbers as NumPy saves a vector of them: int64. */
    public static byte[] npy(long... numbers) {
        String text = "{'descr': '<i8', 'fortran_order': False, 'shape': (%d,), }".formatted(numbers.length);
        String header = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        for (long number : numbers) {
            bytes.putLong(number);
        }
        return bytes.array();
    }

    /** Writes a text file. */
    public WdsFolder text(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
        return this;
    }

    /** Writes the shards of a split, and how many they are. */
    @SafeVarargs
    public final WdsFolder shards(String split, String format, List<Sample>... shards) throws IOException {
        Files.createDirectories(folder.resolve(split));
        for (int s = 0; s < shards.length; s++) {
            ShardFixtures tar = ShardFixtures.tar();
            for (Sample sample : shards[s]) {
                String key = "s%07d".formatted(samples++);
                tar.member(key + "." + format, sample.picture()).member(key + "." + sample.extension(), sample.label());
            }
            tar.write(folder.resolve(split).resolve(s + ".tar"));
        }
        Files.writeString(folder.resolve(split).resolve("nshards.txt"), shards.length + "\n");
        return this;
    }
}
