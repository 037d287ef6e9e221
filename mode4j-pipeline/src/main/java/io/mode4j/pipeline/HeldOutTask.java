package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.task.PictureSource;
import io.mode4j.task.Retrieval;
import io.mode4j.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Retrieval among the pairs that the index holds out. Stateless. */
final class HeldOutTask {
    private static final String NAME = "heldout-retrieval";
    /** Its name where a task of that name was given, as that of the bundled data is, now or when it was evaluated before. */
    private static final String OTHER_NAME = "heldout-pairs-retrieval";

    private HeldOutTask() {}

    /**
     * The given tasks, and after them the held-out retrieval if the index holds pairs out.
     *
     * @throws BadInputException when there is neither
     */
    static List<Task> with(List<Task> given, RunDirectory run, CaptionChoice caption) throws IOException {
        Path index = run.index();
        List<Task> tasks = new ArrayList<>(given);
        if (SampleIndex.open(index).heldOutRows() > 0) {
            boolean taken = given.stream().anyMatch(task -> task.name().equalsIgnoreCase(NAME))
                    || Files.exists(run.evaluated().task(OTHER_NAME));
            tasks.add(new Retrieval(taken ? OTHER_NAME : NAME, new PictureSource.HeldOut(index, caption), Retrieval.Captions.FIRST));
        }
        if (tasks.isEmpty()) {
            throw new BadInputException(index
                    + " holds no pairs out, so there is nothing to evaluate on. Give a file of tasks (option tasks); or, where none were to be held out, index anew (option redo index, option holdout 0.05).");
        }
        return tasks;
    }
}
