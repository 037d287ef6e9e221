package io.mode4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.StageFolder;
import io.mode4j.dataset.ImageNets;
import io.mode4j.dataset.MainMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The tables of the report that papers have: the 26 tasks, robustness, retrieval, linear probes; cell by cell. */
class BenchmarkTablesTest {

    private static final FileLayer FILES = new FileLayer();
    private static final List<String> MODELS = List.of("dense", "expert-0", "mode-paper", "chance");

    @TempDir
    private Path run;

    private final List<Map<String, Object>> tasks = new ArrayList<>();
    private final SequencedMap<String, Object> average = new LinkedHashMap<>();
    private final List<Map<String, Object>> averages = new ArrayList<>();
    private Map<String, Object> intervals = Map.of();

    private static SequencedMap<String, Double> values(double... values) {
        SequencedMap<String, Double> byModel = new LinkedHashMap<>();
        for (int m = 0; m < MODELS.size(); m++) {
            byModel.put(MODELS.get(m), values[m]);
        }
        return byModel;
    }

    private void task(String name, Map<String, Map<String, Double>> results, String... main) {
        SequencedMap<String, Object> task = new LinkedHashMap<>();
        task.put("name", name);
        task.put("words", new TreeMap<>(Map.of("texts", "classes", "one_case", "picture", "of_task", "", "of_queries", "")));
        task.put("main_metrics", List.of(main));
        task.put("pictures", 2000);
        task.put("texts", 10);
        task.put("cases", 2000);
        task.put("weights", Map.of());
        task.put("query_weights", Map.of());
        task.put("results", results);
        tasks.add(task);
    }

    private void clip26(List<String> over, SequencedMap<String, Double> figures) {
        average.put("clip-26", figures);
        averages.add(new TreeMap<>(Map.of("name", "clip-26", "tasks", over, "of", 26, "values", figures)));
    }

    private String page() throws IOException {
        average.put("mean", values(0.4, 0.4, 0.4, 0.1));
        SequencedMap<String, Object> results = new LinkedHashMap<>();
        results.put("format_version", 2);
        results.put("metrics", new TreeMap<>(Map.of("acc1", "accuracy", "roc_auc", "ROC AUC")));
        results.put("models", MODELS);
        results.put("experts", List.of("expert-0"));
        results.put("best_single_expert", "expert-0");
        results.put("tasks", tasks);
        results.put("average", average);
        results.put("averages", averages);
        results.put("differences", List.of(new TreeMap<>(Map.of("to", "dense", "average", intervals))));
        FILES.text(run.resolve("evaluation/results.json"), JsonMapper.shared().writeValueAsString(results));
        return Files.readString(new ReportStage(FILES).run(run));
    }

    /** The rows of the table behind an id: head and cells as text, in the order of the page. */
    private static SequencedMap<String, List<String>> rows(String html, String id) {
        String from = html.substring(html.indexOf("id=\"" + id + "\""));
        return rows(from.substring(from.indexOf("<tbody>"), from.indexOf("</tbody>")));
    }

    private static SequencedMap<String, List<String>> rows(String body) {
        SequencedMap<String, List<String>> rows = new LinkedHashMap<>();
        Matcher row = Pattern.compile("<tr[^>]*>(.*?)</tr>").matcher(body);
        while (row.find()) {
            List<String> cells = new ArrayList<>();
            Matcher cell = Pattern.compile("<t[hd][^>]*>(.*?)</t[hd]>").matcher(row.group(1));
            while (cell.find()) {
                cells.add(cell.group(1).replaceAll("</span><span[^>]*>", "|").replaceAll("<[^>]*>", ""));
            }
            rows.put(cells.getFirst(), cells.subList(1, cells.size()));
        }
        return rows;
    }

    @Test
    void the26StandInTheirOrderTheAverageOnTopAndThoseThatAreMissingEmpty() throws IOException {
        task("Food101", Map.of("acc1", values(0.5, 0.5, 0.6, 0.1), "acc5", values(0.9, 0.9, 0.9, 0.5)), "acc1");
        task("HatefulMemes", Map.of("roc_auc", values(0.55, 0.5, 0.5, 0.5)), "roc_auc");
        task("Birdsnap", Map.of("acc1", values(0.9, 0.9, 0.9, 0.1)), "acc1");
        clip26(List.of("Food101", "HatefulMemes"), values(0.525, 0.5, 0.55, 0.3));
        intervals = Map.of("clip-26", Map.of("mode-paper", new TreeMap<>(Map.of("low", -0.01, "high", 0.06))));
        String html = page();
        SequencedMap<String, List<String>> rows = rows(html, "clip26");
        assertThat(rows).hasSize(2 + 26);
        List<String> heads = List.copyOf(rows.sequencedKeySet());
        assertThat(heads.subList(0, 2)).containsExactly("average|over 2 of 26 tasks", "vs dense, equal samples|points");
        assertThat(heads.subList(2, 28).stream().map(head -> head.replaceFirst("\\|.*", "")).toList()).isEqualTo(MainMetrics.clip26());
        assertThat(rows).containsEntry("average|over 2 of 26 tasks", List.of("52.5", "● |55.0", "30.0"))
                .containsEntry("vs dense, equal samples|points", List.of("", "+2.5|−1.0 to +6.0", ""))
                .containsEntry("Food101|accuracy · 2,000 pictures, 10 classes", List.of("50.0", "● |60.0", "10.0"))
                .containsEntry("HatefulMemes|ROC AUC · 2,000 pictures, 10 classes", List.of("● |55.0", "50.0", "50.0"))
                .containsEntry("MNIST|", List.of("", "", ""));
        assertThat(html).contains("no figure to hold beside papers’, which are over all 26");
    }

    @Test
    void theAverageOfAll26IsThatOfPapers() throws IOException {
        MainMetrics.clip26().forEach(name -> task(name, Map.of("acc1", values(0.5, 0.5, 0.6, 0.1)), "acc1"));
        clip26(MainMetrics.clip26(), values(0.5, 0.5, 0.6, 0.1));
        String html = page();
        assertThat(rows(html, "clip26")).containsKey("average|over 26 of 26 tasks");
        assertThat(html).contains("The average is the plain mean, as papers print it.").doesNotContain("no figure to hold beside");
    }

    @Test
    void anEvaluationOfModelsHasAPageToo() throws IOException {
        Path out = run.resolve("compared");
        FILES.text(out.resolve("results.json"),
                """
                {"format_version": 2, "models": ["b32", "l14", "chance"], "experts": [], "metrics": {"acc1": "accuracy"},
                 "tasks": [{"name": "food", "words": {"texts": "classes", "one_case": "picture", "of_task": "", "of_queries": ""}, "main_metrics": ["acc1"],
                            "pictures": 200, "texts": 10, "cases": 200, "weights": {}, "query_weights": {},
                            "results": {"acc1": {"b32": 0.25, "l14": 0.5, "chance": 0.1}}}],
                 "average": {"acc1": {"b32": 0.25, "l14": 0.5, "chance": 0.1}, "mean": {"b32": 0.25, "l14": 0.5, "chance": 0.1}}}
                """);
        Path page = new ReportStage(FILES).ofModels(out);
        assertThat(page).isEqualTo(out.resolve("report.html"));
        String html = Files.readString(page);
        assertThat(html).contains("2 models on 1 task: l14 has the highest mean, 50.0 %</h1>")
                .doesNotContain("MoDE-", "id=\"weights\"", "Single experts", "id=\"options\"", "dense model");
        assertThat(rows(html, "tasks")).containsEntry("food|accuracy · 200 pictures, 10 classes", List.of("25.0", "● |50.0", "10.0"));
        assertThat(rows(html, "comparison")).containsKeys("b32", "l14", "chance");
    }

    @Test
    void robustnessIsAccuracyOnEachItsAverageAndTheGapToImageNet() throws IOException {
        task("imagenet-a", Map.of("acc1", values(0.2, 0.2, 0.3, 0.01)), "acc1");
        task("imagenetv2", Map.of("acc1", values(0.4, 0.4, 0.6, 0.01)), "acc1");
        task("imagenet1k", Map.of("acc1", values(0.5, 0.5, 0.55, 0.01)), "acc1");
        task("imagenet1k-de", Map.of("acc1", values(0.25, 0.25, 0.25, 0.01)), "acc1");
        String html = page();
        String table = html.substring(html.indexOf("id=\"robustness\""));
        assertThat(rows(table.substring(table.indexOf("<thead>"), table.indexOf("</thead>")))).containsEntry("model",
                List.of("ImageNet", "ImageNet-V2", "ImageNet-A", "average of 2", "vs ImageNet"));
        assertThat(rows(html, "robustness")).containsEntry("dense, equal samples", List.of("50.0", "40.0", "20.0", "30.0", "−20.0"))
                .containsEntry("MoDE, paper’s rule", List.of("● |55.0", "● |60.0", "● |30.0", "● |45.0", "−10.0"))
                .containsEntry("chance", List.of("1.0", "1.0", "1.0", "1.0", ""))
                .doesNotContainKey("expert-0");
        assertThat(html).contains("The average is over ImageNet-V2, ImageNet-A; the last column");
    }

    @Test
    void withoutImageNetThereIsNoGapAndWithoutItsKinNoTable() throws IOException {
        task("imagenet1k", Map.of("acc1", values(0.5, 0.5, 0.55, 0.01)), "acc1");
        assertThat(page()).doesNotContain("id=\"robustness\"", "id=\"clip26\"", "id=\"retrieval\"", "id=\"probes\"");
        tasks.clear();
        task("objectnet", Map.of("acc1", values(0.5, 0.5, 0.55, 0.01)), "acc1");
        assertThat(rows(page(), "robustness")).containsEntry("dense, equal samples", List.of("50.0", "50.0"));
    }

    @Test
    void dataSetsOfTheFamilyAreKnownHoweverTheyAreWritten() {
        for (String name : List.of("imagenet_sketch", "imagenet-sketch", "ImageNet-Sketch")) {
            assertThat(ImageNets.of(name)).contains(ImageNets.SKETCH);
        }
        assertThat(ImageNets.of("imagenet")).isEqualTo(ImageNets.of("imagenet1k")).contains(ImageNets.IMAGENET);
        assertThat(List.of("imagenetv2", "imagenet-a", "imagenet-r", "imagenet-o", "objectnet"))
                .extracting(name -> ImageNets.of(name).orElseThrow())
                .containsExactly(ImageNets.V2, ImageNets.A, ImageNets.R, ImageNets.O, ImageNets.OBJECTNET);
        assertThat(ImageNets.of("imagenet1k-de")).isEmpty();
        assertThat(ImageNets.of("tiny-imagenet")).isEmpty();
    }

    @Test
    void everyRetrievalHasATableOfItsRecalls() throws IOException {
        SequencedMap<String, Map<String, Double>> recalls = new LinkedHashMap<>();
        recalls.put("image_to_text_recall@1", values(0.3, 0.3, 0.4, 0.01));
        recalls.put("text_to_image_recall@5", values(0.5, 0.5, 0.45, 0.05));
        recalls.put("text_to_image_recall@1", values(0.2, 0.2, 0.25, 0.01));
        task("flickr30k", recalls, "text_to_image_recall@1", "image_to_text_recall@1");
        task("coco", Map.of("text_to_image_recall@1", values(0.1, 0.1, 0.15, 0.01)), "text_to_image_recall@1");
        task("food", Map.of("acc1", values(0.5, 0.5, 0.6, 0.1)), "acc1");
        String html = page();
        String section = html.substring(html.indexOf("id=\"retrieval\""), html.indexOf("Task by task"));
        assertThat(section)
                .containsSubsequence("<h3>flickr30k, 2,000 pictures", "text_to_image_recall@1</th>", "text_to_image_recall@5</th>",
                        "image_to_text_recall@1</th>", "<h3>coco, 2,000 pictures")
                .doesNotContain("food");
        assertThat(rows(html, "retrieval")).containsEntry("MoDE, paper’s rule", List.of("● |25.0", "45.0", "● |40.0"))
                .containsEntry("dense, equal samples", List.of("20.0", "● |50.0", "30.0"));
    }

    private void probe(String model, String how, boolean done, String metrics) throws IOException {
        Path folder = run.resolve("evaluation/probes/food").resolve(model).resolve(how);
        try (StageFolder stage = MadeUpRun.begin(FILES, "probe", folder)) {
            FILES.text(folder.resolve("result.json"),
                    "{\"dataset\": \"food\", \"model\": \"%s\", \"pretrained\": \"%s\", \"task\": \"linear_probe\", \"metrics\": %s}"
                            .formatted(model,
                                    how, metrics));
            if (done) {
                stage.finish(Map.of());
            }
        }
    }

    @Test
    void linearProbesHaveARowForEachWayOfTraining() throws IOException {
        task("food", Map.of("acc1", values(0.5, 0.5, 0.6, 0.1)), "acc1");
        String lbfgs = "lbfgs-16-shots-seed-0";
        probe("expert-0", lbfgs, true, "{\"lp_acc1\": 0.7, \"lp_mean_per_class_recall\": 0.65}");
        probe("dense", lbfgs, true, "{\"lp_acc1\": 0.75, \"lp_mean_per_class_recall\": 0.625}");
        probe("concatenated", lbfgs, true, "{\"lp_acc1\": 0.8, \"lp_mean_per_class_recall\": 0.675}");
        probe("dense", "adamw-seed-0", true, "{\"lp_acc1\": 0.5}");
        probe("dense", "adamw-seed-1", false, "{\"lp_acc1\": 0.9}");
        String html = page();
        assertThat(rows(html, "probes")).containsExactlyInAnyOrderEntriesOf(Map.of("food|" + lbfgs, List.of("75.0", "● |80.0"),
                "food|adamw-seed-0", List.of("● |50.0", "–")));
        String folded = html.substring(html.indexOf("id=\"probes\"")).replaceFirst("(?s).*?<details", "<details");
        assertThat(rows(folded.substring(0, folded.indexOf("</details>"))))
                .containsEntry("food|lp_acc1 · " + lbfgs, List.of("75.0", "70.0", "● |80.0"))
                .containsEntry("food|lp_mean_per_class_recall · " + lbfgs, List.of("62.5", "65.0", "● |67.5"))
                .hasSize(4); // with the head
        probe("expert-0", "adamw-seed-0", true, "{");
        assertThatThrownBy(this::page).isInstanceOf(DamagedException.class).hasMessageContaining("result.json");
    }
}
