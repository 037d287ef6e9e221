package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.task.Metric;
import io.mode4j.task.TaskCheck;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is in a data set, and what is wrong, before hours are spent on it.
 *
 * @param name     of the data set, or of the folder
 * @param dataSet  what it is, if it can be opened
 * @param pictures by split, as far as they were looked through
 * @param remarks  what is odd, but does not keep it from being evaluated
 * @param problems why it, or a split of it, cannot be
 */
public record DataSetCheck(String name, Optional<DataSet> dataSet, SequencedMap<String, Integer> pictures, List<String> remarks,
        List<String> problems) {
    private static final int SHOWN = 5;

    /** Whether an evaluation of it would fail. */
    public boolean fails() {
        return !problems.isEmpty();
    }

    /**
     * Looks through every split: labels and names; pictures only where they are to be decoded.
     *
     * @param images decodes every picture; empty for none
     * @throws IOException if files cannot be read
     */
    public static DataSetCheck of(DataSets.Found found, Optional<Images> images, Progress progress) throws IOException {
        if (found.problem().isPresent()) {
            return new DataSetCheck(found.name(), found.dataSet(), new LinkedHashMap<>(), List.of(),
                    List.of(String.valueOf(found.problem().get().getMessage())));
        }
        DataSet dataSet = found.demand();
        List<String> remarks = new ArrayList<>(dataSet.remarks());
        List<String> problems = new ArrayList<>();
        SequencedMap<String, Integer> pictures = new LinkedHashMap<>();
        if (dataSet.kind() != DataKind.RETRIEVAL && dataSet.classes().size() == 1) {
            remarks.add("one class: every answer is right");
        }
        for (String split : dataSet.splits().keySet()) {
            try (Progress.Bar bar = progress.start("check " + found.name() + " " + split, -1, "pictures")) {
                TaskCheck check = TaskCheck.of(dataSet.task(split), images, bar);
                pictures.put(split, check.pictures());
                remarks.addAll(remarks(split, check));
            } catch (BadInputException | DamagedException e) {
                problems.add(split + ": " + e.getMessage());
            }
        }
        return new DataSetCheck(found.name(), found.dataSet(), pictures, remarks, problems);
    }

    private static List<String> remarks(String split, TaskCheck check) {
        List<String> remarks = new ArrayList<>();
        for (Map.Entry<String, Long> cause : check.skipped().entrySet()) {
            remarks.add("%s: left out: %s: %d".formatted(split, cause.getKey(), cause.getValue()));
        }
        check.firstUndecodable().ifPresent(key -> remarks.add("%s: the first picture that does not decode: %s".formatted(split, key)));
        List<String> empty = check.textsWithoutPictures();
        if (!empty.isEmpty()) {
            remarks.add("%s: classes without pictures: %d (%s%s)".formatted(split, empty.size(),
                    String.join(", ", empty.subList(0, Math.min(SHOWN, empty.size()))), empty.size() > SHOWN ? ", …" : ""));
        }
        if (check.pictures() == 1) {
            remarks.add(split + ": one picture");
        }
        return remarks;
    }

    /** The names of the metrics that sum it up. */
    public List<String> metrics() {
        return dataSet.map(set -> set.metrics().stream().map(Metric::wireName).toList()).orElse(List.of());
    }
}
