package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutOfMemoryTest {
    @TempDir
    private Path folder;

    @Test
    void aFullHeapIsALineThatNamesTheSetting() throws Exception {
        Path texts = Files.writeString(folder.resolve("texts.txt"), "a cat\n".repeat(2_000_000));
        List<String> arguments = List.of("tokenize", "--input", texts.toString(), "--out", folder.resolve("ids.npy").toString());
        CommandProcess.Result result = CommandProcess.startWithHeap("48m", folder, arguments).finish();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("mode4j: out of memory: the Java heap of ").contains("MODE4J_JAVA_OPTS=-Xmx1g").hasLineCount(1);
        assertThat(folder.resolve("ids.npy")).doesNotExist();
    }

    @Test
    void theCauseMayLieDeep() {
        Throwable deep = new IllegalStateException(new java.io.IOException("batch 3", new OutOfMemoryError("Java heap space")));
        assertThat(MemoryText.in(deep).orElseThrow()).contains("MODE4J_JAVA_OPTS");
        assertThat(MemoryText.in(new OutOfMemoryError("unable to create native thread")).orElseThrow()).contains("native thread")
                .doesNotContain("Xmx");
        assertThat(MemoryText
                .in(new RuntimeException("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"))
                .orElseThrow())
                .contains("--batch-size");
        assertThat(MemoryText.in(new IllegalStateException("other"))).isEmpty();
    }
}
