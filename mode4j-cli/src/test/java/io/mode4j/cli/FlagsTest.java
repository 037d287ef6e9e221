package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.BadInputException;
import io.mode4j.shard.index.IndexOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine;

/** What flags make of options, and what is said of what fails. */
class FlagsTest {
    /** A command that fails. */
    @Command(name = "broken")
    private record Broken(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private static String said(Exception failure) {
        StringWriter heard = new StringWriter();
        CommandLine line = Main.commandLine();
        line.addSubcommand(new Broken(failure));
        line.setErr(new PrintWriter(heard, true));
        assertThat(line.execute("broken")).isEqualTo(1);
        return heard.toString();
    }

    @Test
    void workersCountForIndexAndClusters() throws IOException {
        IndexOptions index = new IndexFlags().options(7, 3);
        assertThat(index.workers()).isEqualTo(3);
        assertThat(index.holdout().seed()).isEqualTo(7);
        assertThat(new ClusterFlags().options(7, 3).threads()).isEqualTo(3);
        assertThat(new ClusterFlags().options(7, 3).seed()).isEqualTo(7);
    }

    @Test
    void aDefectShowsWhereItHappened() {
        assertThat(said(new IllegalArgumentException("a defect"))).contains("IllegalArgumentException: a defect",
                "\tat io.mode4j.cli.FlagsTest");
    }

    @Test
    void whatAUserCanMendIsALine() {
        assertThat(said(new BadInputException("a.tar: too short; raise option max-skipped")).strip())
                .isEqualTo("mode4j: a.tar: too short; raise --max-skipped");
        assertThat(said(new IOException("disk full")).strip()).isEqualTo("mode4j: disk full");
    }
}
