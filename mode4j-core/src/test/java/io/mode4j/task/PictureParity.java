package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Npy;
import io.mode4j.linalg.Vectors;
import io.mode4j.shard.source.ShardPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * A kind of task that the program does not have: is the number beside a picture even or odd? Learnt from pictures of a source of their own, as the mean picture of either
 * sort, and asked of another's.
 *
 * <pre>{@code
 * {name: …, kind: picture-parity, train: a.tar, test: b.tar, words: [even's, odd's]}
 * }</pre>
 */
public record PictureParity(String name, PictureSource train, PictureSource test, List<String> words) implements Task {

    /** Share of pictures whose parity is found. */
    static final Metric PARITY = new Metric("parity", "parity found");
    /** Share of odd pictures that are found. */
    static final Metric ODD = new Metric("odd_recall", "odd found");

    /** The kind. */
    public static final TaskKind KIND = new Kind();

    private static final class Kind implements TaskKind {

        @Override
        public String name() {
            return "picture-parity";
        }

        @Override
        public Set<String> keys() {
            return Set.of("name", "kind", "train", "test", "words");
        }

        @Override
        public Task read(TaskKeys keys) throws IOException {
            return new PictureParity(keys.text("name"), keys.shards("train"), keys.shards("test"), keys.texts("words"));
        }

        @Override
        public List<Metric> metrics() {
            return List.of(PARITY, ODD);
        }

        @Override
        public TaskWords words() {
            return new TaskWords("parities", "number");
        }

        @Override
        public List<String> texts(JsonNode description) {
            return description.path("words").valueStream().map(JsonNode::asString).toList();
        }

        @Override
        public Truth truth(Path folder, JsonNode description) throws IOException {
            return new Parities(Npy.readInts(folder.resolve("parities.npy")));
        }
    }

    @Override
    public TaskKind kind() {
        return KIND;
    }

    @Override
    public List<PictureSource> sources() {
        return List.of(train, test);
    }

    @Override
    public List<Metric> mainMetrics() {
        return List.of(PARITY);
    }

    @Override
    public SortedMap<String, String> configuration() {
        return new TreeMap<>(Map.of("words", String.join(" | ", words)));
    }

    @Override
    public Answers answers(int source, ShardPicture picture) {
        String number = picture.label("number");
        return number == null ? Answers.none("no number") : Answers.of(List.of(number), "");
    }

    @Override
    public Question question(List<TaskRows> rows) {
        return new Asked(words, parities(rows.getFirst()), parities(rows.getLast()));
    }

    private static int[] parities(TaskRows rows) {
        return rows.answers().stream().mapToInt(answer -> Integer.parseInt(answer.getFirst()) % 2).toArray();
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Asked(List<String> words, int[] trained, int[] tested) implements Question {

        @Override
        public SequencedMap<String, Object> description() {
            return new LinkedHashMap<>(Map.of("words", words));
        }

        @Override
        public Parities truth() {
            return new Parities(tested);
        }

        @Override
        public void write(FileLayer files, Path folder) throws IOException {
            Npy.writeInts(files, folder.resolve("parities.npy"), tested);
        }

        @Override
        public float[][] texts(TextFeatures.Encoder encoder) throws IOException {
            return TextFeatures.ofTexts(words, encoder);
        }

        @Override
        public ScoreMatrix scores(ModelFeatures model) {
            float[][] learnt = {mean(model.pictures().getFirst(), 0), mean(model.pictures().getFirst(), 1)};
            return ScoreMatrix.products(model.pictures().getLast(), learnt, 1);
        }

        private float[] mean(float[][] pictures, int parity) {
            return Vectors.unitMean(IntStream.range(0, trained.length)
                    .filter(i -> trained[i] == parity)
                    .mapToObj(i -> pictures[i])
                    .toArray(float[][]::new));
        }
    }

    /** The right answers. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Parities(int[] parities) implements Truth {

        @Override
        public int pictures() {
            return parities.length;
        }

        @Override
        public int cases() {
            return parities.length;
        }

        @Override
        public Judged judge(Scores ofTask, Scores ofQueries) {
            double right = 0;
            double odd = 0;
            double oddRight = 0;
            double[] row = new double[2];
            for (int i = 0; i < parities.length; i++) {
                ofTask.row(i, row);
                int found = row[1] > row[0] ? 1 : 0;
                right += found == parities[i] ? 1 : 0;
                odd += parities[i];
                oddRight += parities[i] * found;
            }
            Map<Metric, Double> figures = Map.of(PARITY, right / parities.length, ODD, oddRight / odd);
            return () -> figures;
        }

        @Override
        public Map<Metric, Double> chance() {
            return Map.of(PARITY, 0.5, ODD, 0.5);
        }
    }
}
