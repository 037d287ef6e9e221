package io.mode4j.bench;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Shards of 10,000 pairs with pictures of one pixel, which nobody decodes: what counts is that there are many. No two are the same, as each has its key behind its end. */
final class ScaleData {
    private static final int PER_SHARD = 10_000;
    private static final byte[] PIXEL = HexFormat.of()
            .parseHex(
                    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082");

    private ScaleData() {}

    /** Writes so many pairs into a folder. */
    static void write(Path folder, int pairs) throws IOException {
        for (int from = 0; from < pairs; from += PER_SHARD) {
            int shard = from / PER_SHARD;
            List<String> captions = SyntheticCaptions.of(Math.min(PER_SHARD, pairs - from), shard);
            ShardWriter.write(new FileLayer(), folder.resolve("%05d.tar".formatted(shard)), tar -> {
                for (int i = 0; i < captions.size(); i++) {
                    String key = "%05d%04d".formatted(shard, i);
                    tar.add(key, "png", pixel(key));
                    tar.add(key, "txt", captions.get(i).getBytes(StandardCharsets.UTF_8));
                }
            });
        }
    }

    private static byte[] pixel(String key) {
        byte[] behind = key.getBytes(StandardCharsets.US_ASCII);
        byte[] picture = Arrays.copyOf(PIXEL, PIXEL.length + behind.length);
        System.arraycopy(behind, 0, picture, PIXEL.length, behind.length);
        return picture;
    }
}
