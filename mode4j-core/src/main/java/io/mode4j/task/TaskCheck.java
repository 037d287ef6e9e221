package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a task has to ask about, found without a model: its pictures are counted by their names and labels, and decoded only where that is asked for.
 *
 * @param pictures          that can be used
 * @param skipped           how many cannot, by cause
 * @param texts             the number of classes, or of captions
 * @param textsWithoutPictures the classes that no picture shows
 * @param firstUndecodable  the key of the first picture that cannot be decoded, if any
 */
public record TaskCheck(int pictures, SortedMap<String, Long> skipped, int texts, List<String> textsWithoutPictures,
        Optional<String> firstUndecodable) {

    private static final int CHUNK = 256;
    /** A small square: whether a file can be decoded does not depend on what is made of it. */
    private static final int SIZE = 32;

    /**
     * Looks through a task's pictures.
     *
     * @param images decodes each of them; empty for none
     * @throws BadInputException                          if the task cannot be asked
     * @throws io.mode4j.artifact.DamagedException if a file is cut short
     */
    public static TaskCheck of(Task task, Optional<Images> images, Progress.Bar bar) throws IOException {
        List<TaskRows> rows = new ArrayList<>();
        Undecodable undecodable = new Undecodable(images);
        for (int s = 0; s < task.sources().size(); s++) {
            TaskRows ofSource = new TaskRows(task, s);
            rows.add(ofSource);
            PictureReader.read(task.sources().get(s), images.isPresent(), picture -> {
                undecodable.look(picture, ofSource);
                bar.advance(1);
            }).forEach(ofSource::skip);
            undecodable.flush(ofSource);
        }
        for (TaskRows source : rows) {
            source.demandSome();
        }
        Question question = task.question(rows);
        List<String> texts = task.kind().texts(described(question));
        List<String> without = question.truth().textsWithoutPictures().stream().map(texts::get).toList();
        return new TaskCheck(TaskRows.size(rows), TaskRows.skipped(rows), texts.size(), without,
                TaskRows.undecodable(rows).stream().findFirst());
    }

    private static JsonNode described(Question question) {
        return JsonMapper.shared().valueToTree(question.description());
    }

    /** Takes what can be used, a chunk at a time where pictures are decoded. */
    private static final class Undecodable {
        private final Optional<Images> images;
        private final List<ShardPicture> chunk = new ArrayList<>();
        private final List<List<String>> answers = new ArrayList<>();

        Undecodable(Optional<Images> images) {
            this.images = images;
        }

        void look(ShardPicture picture, TaskRows rows) throws BadInputException {
            List<String> answer = rows.answersTo(picture);
            if (answer.isEmpty()) {
                return;
            }
            chunk.add(picture);
            answers.add(answer);
            if (chunk.size() == CHUNK) {
                flush(rows);
            }
        }

        void flush(TaskRows rows) {
            List<String> causes = IntStream.range(0, chunk.size()).parallel().mapToObj(i -> cause(chunk.get(i))).toList();
            for (int i = 0; i < causes.size(); i++) {
                if (causes.get(i).isEmpty()) {
                    rows.add(rows.size(), chunk.get(i).key(), answers.get(i));
                } else {
                    rows.undecodable(chunk.get(i).key(), causes.get(i));
                }
            }
            chunk.clear();
            answers.clear();
        }

        private String cause(ShardPicture picture) {
            if (images.isEmpty()) {
                return "";
            }
            try {
                byte[] _ = images.get().decode(picture.image(), SIZE);
                return "";
            } catch (UndecodableImageException e) {
                return DecodedPictures.cause(e);
            }
        }
    }
}
