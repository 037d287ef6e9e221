package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The decoded pictures of all sources of some tasks that share sources, each source once, and which of them each task uses. */
final class SharedPictures {

    private final SequencedMap<PictureSource, DecodedPictures> bySource = new LinkedHashMap<>();
    private final Map<TaskJob, List<TaskRows>> rows = new LinkedHashMap<>();

    private SharedPictures() {}

    /** Tasks in groups: those of different groups have no source in common. */
    static List<List<TaskJob>> groups(List<TaskJob> jobs) {
        List<List<TaskJob>> groups = new ArrayList<>();
        for (TaskJob job : jobs) {
            List<List<TaskJob>> sharing = groups.stream().filter(group -> group.stream().anyMatch(other -> shares(job, other))).toList();
            List<TaskJob> group = new ArrayList<>();
            sharing.forEach(group::addAll);
            group.add(job);
            groups.removeAll(sharing);
            groups.add(group);
        }
        return groups;
    }

    private static boolean shares(TaskJob one, TaskJob other) {
        return one.task().sources().stream().anyMatch(other.task().sources()::contains);
    }

    /**
     * Decodes.
     *
     * @param size    of the square that models see
     * @param scratch folder of the files that hold the pixels; the caller removes it
     */
    static SharedPictures decode(FileLayer files, Images images, List<TaskJob> jobs, int size, Path scratch, Progress.Bar bar)
            throws IOException {
        SharedPictures pictures = new SharedPictures();
        SequencedMap<PictureSource, List<TaskRows>> wanted = new LinkedHashMap<>();
        for (TaskJob job : jobs) {
            pictures.rows.put(job, job.rows());
            pictures.of(job).forEach(rows -> wanted.computeIfAbsent(rows.pictures(), _ -> new ArrayList<>()).add(rows));
        }
        for (Map.Entry<PictureSource, List<TaskRows>> source : wanted.entrySet()) {
            Path file = scratch.resolve("pictures-%d-%d.u8".formatted(size, pictures.bySource.size()));
            pictures.bySource.put(source.getKey(),
                    DecodedPictures.decode(files, images, source.getKey(), size, source.getValue(), file, bar));
        }
        return pictures;
    }

    /** The rows of a task, source by source. */
    List<TaskRows> of(TaskJob job) {
        return rows.getOrDefault(job, List.of());
    }

    /** The pictures of every source. */
    List<DecodedPictures> decoded() {
        return List.copyOf(bySource.values());
    }

    /** What is asked about a task's pictures. */
    Asked asked(TaskJob job, Question question) {
        List<PictureSource> sources = List.copyOf(bySource.keySet());
        return new Asked(job.task().name(), question,
                of(job).stream().map(rows -> rows.asked(sources.indexOf(rows.pictures()))).toList());
    }

    /** How many there are in all. */
    int count() {
        return bySource.values().stream().mapToInt(DecodedPictures::count).sum();
    }
}
