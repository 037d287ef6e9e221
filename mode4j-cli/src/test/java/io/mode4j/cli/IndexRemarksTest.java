package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.shard.tar.ShardWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index command says of captions on standard error. */
class IndexRemarksTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeShard() throws Exception {
        ShardWriter.write(new FileLayer(), folder.resolve("data/00000.tar"), shard -> {
            for (int i = 0; i < 200; i++) {
                String caption = i < 50 ? "Clip art" : "drawing " + i + (i < 60 ? "\nde=Zeichnung" : "");
                shard.add("key" + i, "png", new byte[]{1, (byte) i});
                shard.add("key" + i, "txt", caption.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    private String said(String run, String... more) throws Exception {
        String[] command = {"index", "--shards", folder.resolve("data").toString(), "--run", folder.resolve(run).toString(), "--progress",
            "none"};
        String[] all = Stream.concat(Arrays.stream(command), Arrays.stream(more)).toArray(String[]::new);
        CommandProcess.Result result = CommandProcess.run(folder, all);
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.err();
    }

    @Test
    void repeatedCaptionsAndTextsOfManyLinesAreNamedWithWhatToDo() throws Exception {
        assertThat(said("first")).contains("index: 200 pairs, 151 distinct captions, 10 pairs held out",
                "50 of 200 pairs (25.0 %) have the same first caption, 'Clip art'", "--caption longest",
                "the .txt of 10 of 200 pairs has several lines", "--txt first-line");
        assertThat(said("first")).as("a done index").isEmpty();
        assertThat(said("lines", "--txt", "first-line", "--holdout", "0")).contains("0 pairs held out").doesNotContain("several lines");
        assertThat(said("whole", "--txt", "whole")).contains("Clip art").doesNotContain("several lines");
    }

    @Test
    void namesThatDoNotPairAreNamedWithWhatToDo() throws Exception {
        ShardWriter.write(new FileLayer(), folder.resolve("data/00001.tar"), shard -> {
            for (int i = 0; i < 20; i++) {
                shard.add("v1." + i, "png", new byte[]{2, (byte) i});
                shard.add("v1." + i, "txt", ("version " + i).getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThat(said("first")).contains("more than a tenth of the samples of 1 of 2 shards pair with nothing; of shard 00001 20 of 20",
                "0.png (1), 0.txt (1)", "20 samples cannot be used: key with dots (20)", "With --key-end last-dot 20 more pair.");
        assertThat(said("last", "--key-end", "last-dot")).contains("index: 220 pairs").doesNotContain("pair with nothing");
    }
}
