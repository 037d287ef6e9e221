package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.AssignStage;
import io.mode4j.cluster.ClusterOptions;
import io.mode4j.cluster.ClusterStage;
import io.mode4j.embed.EmbedStage;
import io.mode4j.embed.TrigramEncoder;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.IndexOptions;
import io.mode4j.shard.index.IndexStage;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.task.ColourData;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page speaks of the captions that were clustered, not of others that the pairs have. */
class ClusteredCaptionsTest {

    private static final FileLayer FILES = new FileLayer();

    @TempDir
    private Path root;

    /** Every pair has a short first caption, the same for all, and two longer ones. */
    private RunDirectory clustered(CaptionChoice choice) throws IOException {
        RunDirectory run = new RunDirectory(root);
        try (ColourData tar = new ColourData(root.resolve("0.tar"))) {
            for (int i = 0; i < 20; i++) {
                String animal = i % 2 == 0 ? "kitten" : "seagull";
                tar.add(i + ".png", ColourData.png(i % 2 == 0 ? Color.RED : Color.BLUE))
                        .add(i + ".json",
                                "{\"texts\": [\"stockphoto\", \"%s asleep, picture %d\", \"one %s, number %d\"]}".formatted(animal, i,
                                        animal, i));
            }
        }
        new IndexStage(FILES, Progress.silent(), new IndexOptions(0.5, 1)).run(ShardSet.of(List.of(root.resolve("0.tar").toString())),
                run.index());
        new EmbedStage(FILES, Progress.silent(), new TrigramEncoder(64), choice).run(run.index(), run.embeddings());
        new ClusterStage(FILES, Progress.silent(), ClusterOptions.of(2, 1)).run(run.embeddings(), run.clusters());
        new AssignStage(FILES, Progress.silent(), 1).run(run.embeddings(), run.clusters(), run.assignments());
        return run;
    }

    private static Set<String> chosen(RunDirectory run, CaptionChoice choice) throws IOException {
        return SampleIndex.open(run.index()).read(0).stream().map(choice::choose).collect(Collectors.toSet());
    }

    private static ClusterOverview overview(RunDirectory run) throws IOException {
        return new ReportStage(FILES).clusters(run.root()).overview();
    }

    @Test
    void wordsAndNearestCaptionsAreOfTheLongestWhereThatWasClustered() throws IOException {
        CaptionChoice longest = new CaptionChoice(CaptionChoice.Mode.LONGEST, 0);
        RunDirectory run = clustered(longest);
        ClusterOverview overview = overview(run);
        assertThat(overview.experts().stream().flatMap(expert -> expert.words().stream())).contains("kitten", "seagull");
        assertThat(overview.experts()).allSatisfy(expert -> assertThat(expert.nearestCaptions()).isNotEmpty()
                .isSubsetOf(chosen(run, longest)));
    }

    @Test
    void aRandomChoiceIsDrawnAgainAsItWas() throws IOException {
        CaptionChoice random = new CaptionChoice(CaptionChoice.Mode.RANDOM, 7);
        RunDirectory run = clustered(random);
        assertThat(chosen(run, random)).hasSizeGreaterThan(5);
        assertThat(overview(run).experts()).allSatisfy(expert -> assertThat(expert.nearestCaptions()).isNotEmpty()
                .isSubsetOf(chosen(run, random)));
    }

    @Test
    void theClustersKnowItWhenTheEmbeddingsAreGone() throws IOException {
        RunDirectory run = clustered(new CaptionChoice(CaptionChoice.Mode.LONGEST, 0));
        FILES.deleteTree(run.embeddings());
        assertThat(overview(run).experts().stream().flatMap(expert -> expert.words().stream())).contains("kitten", "seagull");
    }
}
