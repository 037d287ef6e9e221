package io.mode4j.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.negatives.NegativesReport.Kind;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardImages;
import io.mode4j.train.TrainFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NegativesTest {
    private static final NegativesOptions THREE = NegativesOptions.defaults().withBatches(3);
    private static final int LARGER_THAN_THE_DATA = 1000;

    @TempDir
    private static Path folder;

    private static PlantedRun planted;

    @BeforeAll
    static void make() throws IOException {
        planted = PlantedRun.make(folder.resolve("planted"), -1);
    }

    private static double couples(int pairs) {
        return pairs * (pairs - 1) / 2.0;
    }

    private static double seed(NegativesReport report, Figure figure) {
        return report.seed().figure(figure).mean();
    }

    @Test
    void whatIsPlantedIsFoundAndNothingElse() throws IOException {
        NegativesReport report = planted.measured(LARGER_THAN_THE_DATA, 5, 2, THREE);
        double all = couples(PlantedRun.PAIRS);
        assertThat(seed(report, Figure.EQUAL_CAPTIONS)).isEqualTo(1 / all, within(1e-12));
        assertThat(seed(report, Figure.NEAR_EMBEDDINGS)).isEqualTo(2 / all, within(1e-12));
        assertThat(seed(report, Figure.NEAR_PICTURES)).isEqualTo(2 / all, within(1e-12));
        assertThat(seed(report, Figure.LIKELY_FALSE)).isEqualTo(4 / all, within(1e-12));
        assertThat(report.pairs()).isEqualTo(24);
        assertThat(report.undecodable()).isZero();
        assertThat(report.kinds()).extracting(Kind::name).containsExactly("seed", "expert-0", "expert-1");
        assertThat(report.kinds().stream().skip(1).mapToLong(Kind::pairs).sum()).isEqualTo(24);
    }

    @Test
    void theThresholdDecidesWhatIsNear() throws IOException {
        double all = couples(PlantedRun.PAIRS);
        assertThat(seed(planted.measured(LARGER_THAN_THE_DATA, 5, 2, THREE.withThreshold(0.8)), Figure.NEAR_EMBEDDINGS))
                .isEqualTo(3 / all, within(1e-12));
        assertThat(seed(planted.measured(LARGER_THAN_THE_DATA, 5, 2, THREE.withThreshold(0.96)), Figure.NEAR_EMBEDDINGS)).isZero();
    }

    @Test
    void aPictureThatCannotBeDecodedIsLeftOutOfItsBatch() throws IOException {
        NegativesReport report = PlantedRun.make(folder.resolve("broken"), 19).measured(LARGER_THAN_THE_DATA, 5, 2, THREE);
        assertThat(report.undecodable()).isEqualTo(1);
        assertThat(seed(report, Figure.NEAR_PICTURES)).isEqualTo(1 / couples(23), within(1e-12));
    }

    @Test
    void similaritiesAreThoseOfTheSeedModel() throws IOException {
        SampleIndex index = SampleIndex.open(planted.run().index());
        List<byte[]> pictures = new ArrayList<>();
        List<int[]> captions = new ArrayList<>();
        try (ShardImages images = new ShardImages(index)) {
            for (int shard = 0; shard < index.shards(); shard++) {
                for (Sample sample : index.read(shard)) {
                    pictures.add(images.read(shard, sample.imageOffset(), sample.imageLength()));
                    captions.add(TrainFixture.LETTERS.encode(sample.captions().getFirst(), 10));
                }
            }
        }
        double sum = 0;
        double hardest = 0;
        try (ClipModel model = new LinearClipEngine().load(planted.run().seed())) {
            float[][] seen = model.imageFeatures(TrainFixture.IMAGES.decode(pictures, TrainFixture.SIZE), pictures.size());
            float[][] read = model.textFeatures(captions);
            for (int i = 0; i < seen.length; i++) {
                double ofRow = -1;
                double ofColumn = -1;
                for (int j = 0; j < seen.length; j++) {
                    if (i != j) {
                        sum += dot(seen[i], read[j]);
                        ofRow = Math.max(ofRow, dot(seen[i], read[j]));
                        ofColumn = Math.max(ofColumn, dot(seen[j], read[i]));
                    }
                }
                hardest += (ofRow + ofColumn) / 2;
            }
            NegativesReport report = planted.measured(LARGER_THAN_THE_DATA, 5, 2, THREE);
            assertThat(report.logitScale()).isEqualTo(model.logitScale());
            assertThat(seed(report, Figure.SIMILARITY)).isEqualTo(sum / (24 * 23), within(1e-5));
            assertThat(seed(report, Figure.HARDEST)).isEqualTo(hardest / 24, within(1e-5));
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void theMeanOfTheExpertsIsOverTheirFigures() throws IOException {
        NegativesReport report = planted.measured(4, 5, 2, THREE);
        for (Figure figure : Figure.values()) {
            double mean = report.kinds().stream().skip(1).mapToDouble(kind -> kind.figure(figure).mean()).average().orElseThrow();
            assertThat(report.experts().figure(figure).mean()).as(figure.toString()).isEqualTo(mean, within(1e-9));
        }
        assertThat(report.difference(Figure.HARDEST).mean())
                .isEqualTo(report.experts().figure(Figure.HARDEST).mean() - seed(report, Figure.HARDEST), within(1e-12));
    }

    @Test
    void theSameSeedGivesTheSameBytesWhateverTheThreads() throws IOException {
        String one = csv(5, 1);
        assertThat(csv(5, 4)).isEqualTo(one);
        assertThat(csv(6, 1)).isNotEqualTo(one);
        assertThat(one).startsWith("batches_of,pairs,figure,mean,low,high\nseed,24,equal_captions,")
                .contains("\nexperts,12,masked_false_gradient,");
        assertThat(one.lines()).hasSize(1 + 4 * Figure.values().length);
    }

    private static String csv(long seed, int threads) throws IOException {
        Path file = folder.resolve("negatives.csv");
        NegativesCsv.write(new FileLayer(), file, planted.measured(6, seed, threads, THREE));
        return Files.readString(file);
    }

    @Test
    void fewPairsGiveTheUsualNumberOfBatches() throws IOException {
        assertThat(planted.measured(8, 5, 2, NegativesOptions.defaults()).batches()).isEqualTo(200);
    }

    @Test
    void whatIsNotDoneIsNamed() throws IOException {
        PlantedRun run = PlantedRun.make(folder.resolve("undone"), -1);
        new FileLayer().deleteTree(run.run().seed());
        assertThatThrownBy(() -> run.measured(4, 5, 2, THREE)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(run.run().seed().toString())
                .hasMessageContaining("train it first (option only seed)");
        new FileLayer().deleteTree(run.run().embeddings());
        assertThatThrownBy(() -> run.measured(4, 5, 2, THREE)).isInstanceOf(BadInputException.class)
                .hasMessageContaining(run.run().embeddings() + ": the embeddings are not finished");
    }
}
