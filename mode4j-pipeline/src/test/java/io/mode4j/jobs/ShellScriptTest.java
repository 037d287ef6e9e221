package io.mode4j.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellScriptTest {
    private static String bash(String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void aShellReadsTheWordsThatWereWritten() throws Exception {
        List<String> words = List.of("plain", "two words", "it's", "$HOME", "a\"b", "*", "", "back\\slash", "ü", "--name='x y'", "a;b&c|d",
                "two\nlines");
        String text = ShellScript.words(words);
        assertThat(bash("printf '%s\\0' " + text)).isEqualTo(String.join("\0", words) + "\0");
        assertThat(ShellScript.words(List.of("train", "--only", "expert-0", "/a/b.c"))).isEqualTo("train --only expert-0 /a/b.c");
    }

    @Test
    void aNumberChoosesAJob() throws Exception {
        JobGroup group = new JobGroup("models",
                List.of(new Job("first", List.of(List.of("train", "--only", "first")), List.of(), List.of()),
                        new Job("second", List.of(List.of("evaluate", "--tasks", "a b"), List.of("report")), List.of(), List.of())));
        String script = ShellScript.choice(group, "$n") + "mode4j() { echo \"$name: $# $2\"; }; work";
        assertThat(bash("n=0; " + script)).isEqualTo("first: 3 --only\n");
        assertThat(bash("n=1; " + script)).isEqualTo("second: 3 --tasks\nsecond: 1 \n");
    }
}
