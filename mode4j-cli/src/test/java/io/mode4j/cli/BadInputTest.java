package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderCopy;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import io.mode4j.shard.tar.ShardWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What bad input does to a whole run: bad samples are left out, counted and reported; a bad shard stops it and is named. */
class BadInputTest {
    @TempDir
    private static Path shared;
    @TempDir
    private Path folder;

    private Path shards;
    private Path tasks;
    private byte[] picture;

    @BeforeAll
    static void drawData() throws IOException {
        new IconsData(new FileLayer(), Progress.silent(),
                new IconsOptions(List.of("noto"), List.of("twemoji"), 64, PictureFormat.PNG, 1, 50, 120)).write(shared.resolve("data"));
    }

    @BeforeEach
    void copy() throws IOException {
        Path data = FolderCopy.of(shared.resolve("data"), folder.resolve("data"));
        shards = data.resolve("train");
        tasks = data.resolve("tasks.yaml");
        picture = pngHeader(1, 1);
    }

    @Test
    void badSamplesAreSkippedCountedAndReported() throws Exception {
        ShardWriter.write(new FileLayer(), shards.resolve("90000.tar"), shard -> {
            pair(shard, "noise", "not a picture".getBytes(StandardCharsets.UTF_8), utf8("noise"));
            pair(shard, "bomb", pngHeader(100_000, 100_000), utf8("a bomb"));
            shard.add("mute", "png", picture);
            shard.add("blind", "txt", utf8("a caption alone"));
            pair(shard, "blank", picture, utf8(" \n"));
            pair(shard, "latin", picture, new byte[]{'c', 'a', 'f', (byte) 0xE9});
            pair(shard, "twice", "first".getBytes(StandardCharsets.UTF_8), utf8("the first one counts"));
            pair(shard, "twice", "second".getBytes(StandardCharsets.UTF_8), utf8("the second one does not"));
        });
        ShardWriter.write(new FileLayer(), shards.resolve("90001.tar"), _ -> {});
        Path run = folder.resolve("run");

        CommandProcess.Result result = CommandProcess.run(folder, "run", "--shards", shards.toString(), "--tasks", tasks.toString(),
                "--run", run.toString(), "--holdout", "0", "--config", KillTest.resource("tiny.yaml"), "--model",
                KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span", "4 steps");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).containsPattern("index: .* skipped").contains("3 pictures cannot be decoded");
        JsonNode index = summary(run.resolve("index"));
        assertThat(index.get("emptyShards").asInt()).isEqualTo(1);
        Map.of("missing caption", "mute", "missing image", "blind", "empty caption", "blank", "invalid UTF-8", "latin", "duplicate key",
                "twice")
                .forEach((cause, key) -> assertThat(index.get("skipped").path(cause).path("first").toString()).as(cause)
                        .contains("90000/" + key));
        assertThat(summary(run.resolve("seed")).get("undecodable").toString()).isEqualTo("{\"UNKNOWN_FORMAT\":2,\"TOO_LARGE\":1}");
        assertThat(run.resolve("evaluation/report.html")).content().contains("missing caption", "training of seed: TOO_LARGE");
    }

    @Test
    void aTruncatedShardStopsTheRunAndIsNamed() throws Exception {
        Path shard = shards.resolve("00001.tar");
        byte[] whole = Files.readAllBytes(shard);
        Files.write(shard, Arrays.copyOf(whole, whole.length / 2));
        requireFailure("00001.tar", "found the end of the file at byte " + whole.length / 2);
    }

    @Test
    void aCorruptShardStopsTheRunAndIsNamed() throws Exception {
        Path shard = shards.resolve("00000.tar");
        byte[] bytes = Files.readAllBytes(shard);
        Arrays.fill(bytes, 10, 400, (byte) 'x');
        Files.write(shard, bytes);
        requireFailure("00000.tar", "tar header at byte 0");
    }

    private void requireFailure(String... told) throws Exception {
        CommandProcess.Result result = Heard.run("run", "--shards", shards.toString(), "--tasks", tasks.toString(), "--run",
                folder.resolve("run").toString());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(told).doesNotContain("\tat ");
        assertThat(folder.resolve("run/index/manifest.json")).doesNotExist();
    }

    private static void pair(ShardWriter shard, String key, byte[] image, byte[] caption) throws IOException {
        shard.add(key, "png", image);
        shard.add(key, "txt", caption);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a PNG that ends after its header, which claims a size} */
    private static byte[] pngHeader(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(17).put(utf8("IHDR")).putInt(width).putInt(height).put(new byte[]{8, 2, 0, 0, 0});
        CRC32 sum = new CRC32();
        sum.update(header.array());
        return ByteBuffer.allocate(33)
                .putLong(0x89504E470D0A1A0AL)
                .putInt(13)
                .put(header.array())
                .putInt((int) sum.getValue())
                .array();
    }

    private static JsonNode summary(Path stage) {
        return JsonMapper.shared().readTree(stage.resolve("manifest.json").toFile()).get("summary");
    }
}
