package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class GenerationsTest {
    private final FileLayer files = new UnsyncedFileLayer();
    @TempDir
    private Path root;

    @BeforeEach
    void trained() throws IOException {
        expert("experts/expert-0");
        expert("experts/expert-1");
    }

    private void expert(String place) throws IOException {
        try (StageFolder folder = StageFolder.of(files, root.resolve(place),
                new Recipe("train", 1, new TreeMap<>(Map.of("name", place)), new TreeMap<>()))) {
            assertThat(folder.begin()).isTrue();
            folder.finish(Map.of());
        }
    }

    private Generations generations() {
        return new Generations(new RunDirectory(root));
    }

    private Generation next(int number) throws IOException {
        String arrival = "arrivals/" + number;
        return generations().current()
                .next(number, "now", "more")
                .withData(new Generation.Data(arrival + "/index", arrival + "/before"), "clusters");
    }

    @Test
    void aRunThatNeverGrewIsGenerationZero() throws IOException {
        Generation first = generations().current();
        assertThat(first.number()).isZero();
        assertThat(first.experts()).containsExactly(Map.entry("expert-0", "experts/expert-0"), Map.entry("expert-1", "experts/expert-1"));
        assertThat(first.data()).containsExactly(new Generation.Data("index", "assignments"));
        assertThat(generations().numbers()).containsExactly(0);
        assertThat(generations().any()).isFalse();
    }

    @Test
    void whatIsWrittenCountsOnceItIsChosen() throws IOException {
        expert("arrivals/1/experts/expert-1.v1");
        Generation made = next(1).withVersion("expert-1", "expert-1.v1", "arrivals/1/experts/expert-1.v1");
        generations().write(files, made);
        assertThat(new RunDirectory(root).trainedExperts().keySet()).containsExactly("expert-0", "expert-1");
        generations().choose(files, 1);
        assertThat(generations().current()).isEqualTo(made);
        assertThat(new RunDirectory(root).trainedExperts()).containsExactly(Map.entry("expert-0", root.resolve("experts/expert-0")),
                Map.entry("expert-1.v1", root.resolve("arrivals/1/experts/expert-1.v1")));
        assertThat(new RunDirectory(root, 0).trainedExperts().keySet()).containsExactly("expert-0", "expert-1");
        generations().choose(files, 0);
        assertThat(new RunDirectory(root).trainedExperts().keySet()).containsExactly("expert-0", "expert-1");
    }

    @Test
    void anExpertOfTheRunThatIsTrainedLaterJoins() throws IOException {
        expert("arrivals/1/experts/expert-1.v1");
        generations().write(files, next(1).withVersion("expert-1", "expert-1.v1", "arrivals/1/experts/expert-1.v1"));
        generations().choose(files, 1);
        expert("experts/expert-2");
        assertThat(new RunDirectory(root).trainedExperts().keySet()).containsExactly("expert-0", "expert-1.v1", "expert-2");
        assertThat(new RunDirectory(root, 1).trainedExperts().keySet()).as("as it was").containsExactly("expert-0", "expert-1.v1");
    }

    @Test
    void versionsAreNamedAfterGenerations() {
        assertThat(Generation.version("expert-1", 3)).isEqualTo("expert-1.v3");
        assertThat(Generation.version("expert-1.v3", 12)).isEqualTo("expert-1.v12");
        assertThat(Generation.unversioned("expert-1.v3")).isEqualTo("expert-1");
        assertThat(Generation.unversioned("my.v-expert")).isEqualTo("my.v-expert");
    }

    @Test
    void oneWhoseExpertIsGoneIsNotChosen() throws IOException {
        generations().write(files, next(1).withExpert("expert-2", "arrivals/1/experts/expert-2"));
        assertThatThrownBy(() -> generations().choose(files, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expert-2 of generation 1")
                .hasMessageContaining(root.resolve("arrivals/1/experts/expert-2").toString());
        assertThatThrownBy(() -> generations().choose(files, 7)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no generation 7; there are [0, 1]");
        assertThat(generations().current().number()).isZero();
    }

    @Test
    void keysStayRetired() throws IOException {
        generations().write(files, next(1).withRetired(List.of("b", "a")));
        generations().choose(files, 1);
        assertThat(generations().current().retired()).containsExactly("a", "b");
        generations().write(files, next(2).withRetired(List.of("c", "a")));
        generations().choose(files, 2);
        assertThat(generations().current().retired()).containsExactly("a", "b", "c");
        assertThatThrownBy(() -> generations().choose(files, 1)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("generation 1: its experts may have seen pairs that were retired since (keys: 1, the first: c)");
        assertThatThrownBy(() -> generations().choose(files, 0)).hasMessageContaining("(keys: 3, the first: a)");
        assertThat(generations().current().number()).isEqualTo(2);
        generations().write(files, next(3));
        generations().choose(files, 3);
        generations().choose(files, 2);
        assertThat(generations().current().retired()).containsExactly("a", "b", "c");
    }

    @Test
    void aGenerationOfTheFirstFormatHasNothingRetired() throws IOException {
        SealedJson.write(Store.of(files, root.resolve("generations")), "1.json", JsonMapper.shared()
                .readTree("""
                          {"version": 1, "number": 1, "before": 0, "made": "then", "change": "more", "clusters": "clusters",
                           "data": [{"index": "index", "assignments": "assignments"}], "experts": {"expert-0": "experts/expert-0"}}
                          """));
        generations().choose(files, 1);
        assertThat(generations().current().retired()).isEmpty();
        assertThat(generations().current().next(2, "now", "more").version()).isEqualTo(2);
    }

    @Test
    void damageIsFound() throws IOException {
        generations().write(files, next(1));
        generations().choose(files, 1);
        Path file = root.resolve("generations/1.json");
        Files.writeString(file, Files.readString(file).replace("expert-0", "expert-9"));
        assertThatThrownBy(() -> generations().current()).isInstanceOf(DamagedException.class).hasMessageContaining("1.json");
        Files.writeString(root.resolve("generations/current"), "one\n");
        assertThatThrownBy(() -> generations().current()).isInstanceOf(DamagedException.class).hasMessageContaining("'one'");
    }

    @Test
    void oneThatIsInterruptedIsDecidedOrTakenBack() throws IOException {
        expert("arrivals/1/experts/expert-2");
        Generation made = next(1).withExpert("expert-2", "arrivals/1/experts/expert-2");
        for (boolean counts : List.of(true, false)) {
            int takenBack = 0;
            boolean survived = false;
            for (int step = 1; !survived; step++) {
                files.deleteTree(root.resolve("generations"));
                FailingFileLayer dying = new FailingFileLayer(step);
                try {
                    generations().publish(dying, made, counts);
                } catch (IOException _) {
                    // killed
                }
                survived = dying.survived();
                boolean written = generations().numbers().contains(1);
                generations().takeBack(files);
                if (generations().numbers().contains(1)) {
                    assertThat(generations().current().number()).as("step %d", step).isEqualTo(counts ? 1 : 0);
                } else {
                    takenBack += written ? 1 : 0;
                    assertThat(generations().current().number()).as("step %d", step).isZero();
                    generations().publish(files, made, counts);
                    assertThat(generations().current().number()).isEqualTo(counts ? 1 : 0);
                }
                assertThat(generations().read(1)).isEqualTo(made);
                assertThat(root.resolve("generations/undecided")).doesNotExist();
            }
            assertThat(takenBack).as("steps after which it was written and not decided on").isPositive();
        }
    }

    @Test
    void whoeverChoosesDecides() throws IOException {
        generations().publish(files, next(1), false);
        files.text(root.resolve("generations/undecided"), "1\n"); // as a kill before the decision leaves it
        generations().choose(files, 0);
        generations().takeBack(files);
        assertThat(generations().numbers()).containsExactly(0, 1);
    }

    @Test
    void thoseOfOtherLinesArePruned() throws IOException {
        generations().write(files, next(1));
        generations().choose(files, 1);
        generations().write(files, next(2));
        expert("arrivals/2/experts/expert-2");
        generations().write(files, next(3));
        generations().choose(files, 3);
        assertThat(generations().prune(files)).isEqualTo(List.of(2));
        assertThat(generations().numbers()).containsExactly(0, 1, 3);
        assertThat(root.resolve("arrivals/2")).doesNotExist();
        assertThat(root.resolve("experts/expert-1")).exists();
    }
}
