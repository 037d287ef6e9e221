package io.mode4j.cli;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures of two colours, each with a caption of its own. */
final class Drawings {
    private Drawings() {}

    /** A shard of so many, of the keys key0, key1 … */
    static void write(Path shard, int pairs, long seed) throws IOException {
        write(shard, 0, pairs, seed);
    }

    /** A shard of so many, whose keys are counted from a number on. */
    static void write(Path shard, int from, int pairs, long seed) throws IOException {
        Random random = new Random(seed);
        ShardWriter.write(new FileLayer(), shard, tar -> {
            for (int i = from; i < from + pairs; i++) {
                tar.add("key" + i, "png", picture(new Color(random.nextInt(1 << 24)), new Color(random.nextInt(1 << 24))));
                tar.add("key" + i, "txt", ("drawing number " + i).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** A shard of reddish and bluish pictures, of crows and gulls, or the other way round. */
    static void birds(Path shard, int pairs, boolean swapped, long seed) throws IOException {
        Random random = new Random(seed);
        ShardWriter.write(new FileLayer(), shard, tar -> {
            for (int i = 0; i < pairs; i++) {
                boolean crow = i % 2 == 0;
                Color colour = colour(crow != swapped, random);
                tar.add("key" + i, "png", picture(colour, colour));
                tar.add("key" + i, "txt", "%s %d".formatted(crow ? "crow" : "gull", i).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private static Color colour(boolean red, Random random) {
        int strong = 150 + random.nextInt(100);
        return red ? new Color(strong, random.nextInt(60), random.nextInt(60)) : new Color(random.nextInt(60), random.nextInt(60), strong);
    }

    /** Writes an image folder: pictures of two classes, reddish and bluish, in {@code train} and {@code test}. */
    static void folder(Path folder, int ofEachClass, long seed) throws IOException {
        Random random = new Random(seed);
        for (String split : List.of("train", "test")) {
            for (String name : List.of("crow", "gull")) {
                Path into = Files.createDirectories(folder.resolve(split).resolve(name));
                for (int i = 0; i < ofEachClass; i++) {
                    Color colour = colour(name.equals("crow"), random);
                    Files.write(into.resolve(i + ".png"), picture(colour, colour));
                }
            }
        }
    }

    static byte[] picture(Color left, Color right) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(left);
        graphics.fillRect(0, 0, 8, 16);
        graphics.setColor(right);
        graphics.fillRect(8, 0, 8, 16);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
