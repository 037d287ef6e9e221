package io.mode4j.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.pipeline.PipelineOptions;
import io.mode4j.train.Span;
import io.mode4j.train.TrainOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run will cost, from what stages took. */
class PlanTest {
    private static final PipelineOptions OPTIONS = PipelineOptions.defaults()
            .withCluster(ClusterOptions.of(2, 0).withFine(64).withSample(0.01))
            .withTrain(TrainOptions.defaults().withSeedSpan(Span.parse("3 epochs")).withExpertSpan(Span.parse("1 epochs")));

    @TempDir
    private Path folder;

    /** A second at once, and a millisecond a unit, of every stage. */
    private static Calibration calibration() {
        Map<Stage, StageCost> costs = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            costs.put(stage, new StageCost(new Line(1, 1e-3), new Line(0, 100), new Line(0, 10), 5e8));
        }
        return new Calibration("2026-01-01", "a machine", Map.of("encoder", "minilm", "model", "compact-64"), 384, costs);
    }

    @ParameterizedTest
    @CsvSource({"10, 12, 20, 22, 2, 1", "10, 10, 20, 40, 0, 2", "10, 9, 20, 9, 9, 0", "10, 10, 20, 8, 9, 0"})
    void aLineGoesThroughBothAndNeverBelowNothing(double less, double small, double more, double large, double fixed, double each) {
        assertThat(Line.through(less, small, more, large)).isEqualTo(new Line(fixed, each));
    }

    @Test
    void stepsFollowFromPairsAndWorkers() throws IOException {
        List<Plan.Step> plan = Plan.of(calibration(), 1_000_000, 4, OPTIONS);
        assertThat(plan).extracting(Plan.Step::name)
                .containsExactly("index", "embed", "cluster, the fit on 10,000 pairs", "assign", "train");
        assertThat(plan).extracting(Plan.Step::workers).containsExactly(4, 4, 1, 4, 4);
        assertThat(plan.get(0)).isEqualTo(new Plan.Step("index", 4, 1 + 250, 1e8, 1e7, 5e8));
        assertThat(plan.get(2).seconds()).as("sample times centres, on one machine").isEqualTo(1 + 10_000 * 64 / 1e3);
        assertThat(plan.get(2).memory()).as("the sample in memory").isEqualTo(5e8 + 10_000 * 384 * 4);
        assertThat(plan.get(2).written()).as("a copy of the sample").isEqualTo(10_000 * 384 * 2);
        assertThat(plan.get(3).seconds()).isEqualTo(1 + 1e6 * 64 / 4 / 1e3);
        assertThat(plan.get(4).seconds()).as("three epochs of the seed, one of each of two experts and of the dense model")
                .isEqualTo(1 + 6e6 / 4 / 1e3);
    }

    @Test
    void passesAreAssignmentsThatTheWorkersShare() throws IOException {
        List<Plan.Step> plan = Plan.of(calibration(), 1_000_000, 2, OPTIONS.withCluster(OPTIONS.cluster().withPasses(3)));
        assertThat(plan.get(3)).isEqualTo(new Plan.Step("passes over all pairs", 2, 3 * (1 + 1e6 * 64 / 2 / 1e3), 3e8, 3e7, 5e8));
    }

    @Test
    void moreThanAnIntCountsIsPlanned() throws IOException {
        List<Plan.Step> plan = Plan.of(calibration(), 2_500_000_000L, 64, OPTIONS);
        assertThat(plan.get(0).read()).isEqualTo(2.5e11);
        assertThat(plan.get(2).name()).isEqualTo("cluster, the fit on 25,000,000 pairs");
    }

    @Test
    void whatWasMeasuredIsReadAgain() throws IOException {
        Path file = folder.resolve("cache/calibration.json");
        calibration().write(new FileLayer(), file);
        assertThat(Calibration.read(file)).isEqualTo(calibration());
    }

    @Test
    void withoutMeasuringThereIsNoPlan() {
        assertThatThrownBy(() -> Calibration.read(folder.resolve("none.json"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("none.json")
                .hasMessageContaining("mode4j plan --calibrate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"made\": 1}", "{\"costs\": {\"index\": {}}}", "{\"costs\": {\"elsewhere\": {}}}"})
    void whatIsNoCalibrationIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("calibration.json"), text);
        assertThatThrownBy(() -> Calibration.read(file)).isInstanceOf(BadInputException.class).hasMessageContaining(file.toString());
    }

    @Test
    void anotherEncoderThanWasTriedIsRefused() throws IOException {
        calibration().require(Map.of("encoder", "minilm"));
        assertThatThrownBy(() -> calibration().require(Map.of("encoder", "models/mpnet"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("option encoder")
                .hasMessageContaining("minilm")
                .hasMessageContaining("models/mpnet");
    }
}
