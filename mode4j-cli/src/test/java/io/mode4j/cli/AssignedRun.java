package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A run whose pairs are assigned, and that has no models yet: made once for the tests of a class, which train copies of it. */
final class AssignedRun {
    private AssignedRun() {}

    /**
     * Makes one as {@code tiny.yaml} says.
     *
     * @param shards the source of its pairs
     * @param index  further options of the index
     * @return {@code run}
     */
    static Path make(Path run, Path shards, String... index) {
        stage(run, "index", Stream.concat(Stream.of("--shards", shards.toString()), Stream.of(index)));
        for (String stage : List.of("embed", "cluster", "assign")) {
            stage(run, stage, Stream.of());
        }
        return run;
    }

    private static void stage(Path run, String name, Stream<String> more) {
        Stream<String> all = Stream.of(name, "--run", run.toString(), "--config", KillTest.resource("tiny.yaml"), "--progress", "none");
        assertThat(Main.run(Stream.concat(all, more).toArray(String[]::new))).as(name).isZero();
    }
}
