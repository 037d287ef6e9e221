package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.report.Evaluation.Size;
import io.mode4j.report.Evaluation.TaskResult;
import io.mode4j.task.TaskWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** Which figures are not to be trusted, and that the title boasts none of them. */
class DoubtTest {

    private static TaskResult task(String name, boolean retrieval, int pictures, int texts, double chance) {
        String metric = retrieval ? "text_to_image_recall@1" : "acc1";
        SequencedMap<String, List<Double>> weights = new LinkedHashMap<>(Map.of("paper", List.of(0.5, 0.5)));
        SequencedMap<String, SequencedMap<String, Double>> results = new LinkedHashMap<>();
        results.put(metric, new LinkedHashMap<>(Map.of("mode-paper", 1.0, "dense", 0.9, "chance", chance)));
        TaskWords words = retrieval ? new TaskWords("captions", "caption", "image → text", "text → image")
                : new TaskWords("classes", "picture");
        return new TaskResult(name, words, List.of(metric), new Size(pictures, texts, retrieval ? texts : pictures), weights,
                retrieval ? weights : new LinkedHashMap<>(), results, List.of());
    }

    private static Headline headline(TaskResult... tasks) {
        SequencedMap<String, SequencedMap<String, Double>> average = new LinkedHashMap<>();
        average.put(Evaluation.MEAN, new LinkedHashMap<>(Map.of("mode-paper", 1.0, "dense", 0.9, "chance", 0.1)));
        return new Headline(new Evaluation(List.of("dense", "mode-paper", "chance"), List.of("expert-0", "expert-1"), "expert-0",
                List.of(tasks), Map.of(), average, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void fewTextsOfARetrievalSayLittle() {
        assertThat(Doubt.of(task("t", true, 500, 100, 0.01))).isEmpty();
        assertThat(Doubt.of(task("t", true, 500, 99, 0.01)).orElseThrow()).startsWith("99 captions");
        assertThat(Doubt.of(task("t", true, 500, 25, 0.01)).orElseThrow())
                .isEqualTo("25 captions: one of them is 4.0 points, and luck alone moves a figure by up to 19.6");
        assertThat(Doubt.of(task("t", true, 500, 1, 1))).contains("1 caption");
    }

    @Test
    void fewPicturesOfAClassificationSayLittleButFewClassesDoNot() {
        assertThat(Doubt.of(task("t", false, 100, 2, 0.5))).isEmpty();
        assertThat(Doubt.of(task("t", false, 99, 2, 0.5)).orElseThrow()).startsWith("99 pictures");
    }

    @Test
    void whereGuessingIsMostlyRightLittleIsSaid() {
        assertThat(Doubt.of(task("t", false, 5000, 1, 1)).orElseThrow()).isEqualTo("guessing is right in 100.0 % of all cases");
        assertThat(Doubt.of(task("t", true, 5000, 5000, 0.51)).orElseThrow()).startsWith("guessing is right in 51.0 %");
    }

    @Test
    void aTitleFromSuchTasksAloneHasNoFigure() {
        Headline headline = headline(task("one", true, 500, 1, 1), task("two", false, 20, 4, 0.25));
        assertThat(headline.title()).isEqualTo("MoDE-2: too little was evaluated to tell how good it is");
        assertThat(headline.sentences()).hasSize(1)
                .first()
                .asString()
                .contains("one (1 caption)", "two (20 pictures", "hold out a larger share", "name tasks")
                .doesNotContain("100.0", "90.0");
    }

    @Test
    void aTitleFromOthersTooNamesThem() {
        Headline headline = headline(task("few", true, 500, 10, 0.1), task("many", true, 500, 500, 0.002));
        assertThat(headline.title()).contains("reaches a mean of 100.0 %");
        assertThat(headline.sentences().getFirst()).contains("These tasks say little", "few (10 captions").doesNotContain("many");
    }
}
