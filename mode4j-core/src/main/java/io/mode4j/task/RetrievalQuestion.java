package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A retrieval whose pictures are known. Its folder has {@code labels.npy} and {@code images.npy}, int32 {@code [P]}: text and picture of each right pair. T texts, N
 * pictures.
 *
 * @param captions the distinct ones, in the order of their first pictures; or each of them, in the order of the pictures
 * @param pairs    which text is right for which picture
 */
record RetrievalQuestion(List<String> captions, Pairs pairs) implements Question {

    static final String TEXTS = "labels.npy";
    static final String IMAGES = "images.npy";

    static RetrievalQuestion of(TaskRows rows, Retrieval.Captions kind) {
        return kind == Retrieval.Captions.EACH ? ofEach(rows.answers()) : ofDistinct(rows.answers());
    }

    private static RetrievalQuestion ofEach(List<List<String>> answers) {
        List<String> captions = answers.stream().flatMap(List::stream).toList();
        int[] images = IntStream.range(0, answers.size()).flatMap(i -> answers.get(i).stream().mapToInt(_ -> i)).toArray();
        return new RetrievalQuestion(captions, new Pairs(IntStream.range(0, captions.size()).toArray(), images));
    }

    private static RetrievalQuestion ofDistinct(List<List<String>> answers) {
        List<String> captions = List.copyOf(answers.stream().flatMap(List::stream).collect(Collectors.toCollection(LinkedHashSet::new)));
        Map<String, Integer> numbers = new LinkedHashMap<>();
        captions.forEach(caption -> numbers.put(caption, numbers.size()));
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            for (String answer : answers.get(i)) {
                pairs.add(new int[]{numbers.getOrDefault(answer, -1), i});
            }
        }
        return new RetrievalQuestion(captions, new Pairs(pairs.stream().mapToInt(pair -> pair[0]).toArray(),
                pairs.stream().mapToInt(pair -> pair[1]).toArray()));
    }

    @Override
    public SequencedMap<String, Object> description() {
        return new LinkedHashMap<>(Map.of("texts", captions));
    }

    @Override
    public Pairs truth() {
        return pairs;
    }

    @Override
    public void write(FileLayer files, Path folder) throws IOException {
        Npy.writeInts(files, folder.resolve(TEXTS), pairs.texts());
        Npy.writeInts(files, folder.resolve(IMAGES), pairs.images());
    }

    @Override
    public float[][] texts(TextFeatures.Encoder encoder) throws IOException {
        return TextFeatures.ofTexts(captions, encoder);
    }

    /** Similarities {@code [T, N]}. */
    @Override
    public ScoreMatrix scores(ModelFeatures model) throws IOException {
        return ScoreMatrix.products(texts(model.texts()), model.pictures().getFirst(), 1);
    }
}
