package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What a run would cost, said before it begins. */
class PlanCommandTest {
    @TempDir
    private Path folder;

    @Test
    void stagesAreMeasuredAndThenPlanned() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 40, 1);
        Drawings.write(folder.resolve("data/00001.tar"), 120, 2);
        Path file = folder.resolve("calibration.json");
        String model = KillTest.resource("tiny-model.json").toString();
        CommandProcess.Result measured = Heard.run("plan", "--calibrate", "--calibration", file.toString(), "--shards",
                folder.resolve("data").toString(), "--model", model, "--batch-size", "16", "--fine", "4", "--experts", "2", "--progress",
                "none");
        assertThat(measured.exitCode()).as(measured.err()).isZero();
        assertThat(measured.out()).contains(file.toString());

        CommandProcess.Result planned = Heard.run("plan", "--calibration", file.toString(), "--pairs", "2.5e9", "--workers", "64",
                "--model", model);
        assertThat(planned.err()).isEmpty();
        assertThat(planned.out()).contains("2,500,000,000 pairs, 64 workers like this machine")
                .containsPattern("index +64 ")
                .containsPattern("embed +64 ")
                .containsPattern("cluster, the fit on 125,000,000 pairs +1 ")
                .containsPattern("assign +64 ")
                .containsPattern("train +64 .*days")
                .contains("--sample 0.0004 --passes 5");

        CommandProcess.Result other = Heard.run("plan", "--calibration", file.toString(), "--pairs", "1M");
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("--model: this machine was tried with " + model).contains("compact-64");
    }

    @Test
    void oneShardIsTooFewToMeasureOn() throws Exception {
        Drawings.write(folder.resolve("data/00000.tar"), 40, 1);
        CommandProcess.Result one = Heard.run("plan", "--calibrate", "--calibration", folder.resolve("c.json").toString(), "--shards",
                folder.resolve("data").toString());
        assertThat(one.exitCode()).isEqualTo(1);
        assertThat(one.err()).contains("--shards: expected two shards at least");
        assertThat(folder.resolve("c.json")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"plan|--pairs", "plan --pairs 1M --workers 0|--workers 0: expected at least 1",
        "plan --pairs many|such as 12000000, 12M or 2.5e9"})
    void whatIsMissingOrWrongIsSaid(String command, String message) {
        CommandProcess.Result result = Heard.run(command.split(" "));
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"12000000, 12000000", "12M, 12000000", "2.5e9, 2500000000", "2.5B, 2500000000", "400k, 400000", "1_000, 1000"})
    void pairsAreCountedInAnyWay(String text, long pairs) {
        assertThat(new PairsConverter().convert(text)).isEqualTo(pairs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "1.5", "1e99", "12X", "1e-3"})
    void partsOfPairsAreNone(String text) {
        assertThatThrownBy(() -> new PairsConverter().convert(text)).isInstanceOf(TypeConversionException.class).hasMessageContaining(text);
    }

    @ParameterizedTest
    @CsvSource({"59, 59.0 s", "90, 1.5 min", "9000, 2.5 h", "864000, 10.0 days"})
    void timesHaveTheirUnits(double seconds, String text) {
        assertThat(PlanTable.time(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"512, 512 B", "1500, 1.5 kB", "99960, 100 kB", "999600, 1.0 MB", "2.5e12, 2.5 TB", "1e19, 10000 PB"})
    void bytesHaveTheirUnits(double count, String text) {
        assertThat(PlanTable.bytes(count)).isEqualTo(text);
    }
}
