package io.mode4j.task;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.HeldException;
import io.mode4j.artifact.MismatchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The tasks whose folders are held, until all are scored or given up. What is wrong with the pictures of one does not end the others. Not thread-safe. */
final class TaskJobs implements AutoCloseable {

    private final TaskListener listener;
    private final List<TaskJob> jobs = new ArrayList<>();

    TaskJobs(TaskListener listener) {
        this.listener = listener;
    }

    /**
     * Takes a task.
     *
     * @throws MismatchException if its folder holds another task of that name, or another model's answers: nothing is begun then
     * @throws HeldException     if another process has its folder
     */
    void begin(FileLayer files, Task task, EvaluationFolder evaluation, ScoreRecipes recipes, Collection<String> models)
            throws IOException {
        TaskFolder.refuseOld(evaluation, task.name());
        try {
            jobs.add(TaskJob.begin(files, task, evaluation, recipes, models));
        } catch (MismatchException e) {
            throw e.folder().equals(evaluation.task(task.name())) ? otherTask(task, e) : e;
        } catch (HeldException e) {
            throw e;
        } catch (IOException e) {
            listener.failed(task, e);
        }
    }

    private static MismatchException otherTask(Task task, MismatchException found) {
        MismatchException said = new MismatchException(found.folder(),
                "task '%s' is not what was evaluated under that name before: %s. Give it another name to keep both".formatted(task.name(),
                        found.getMessage()));
        said.initCause(found);
        return said;
    }

    /** Those that are left, in groups: tasks of different groups have no source in common. */
    List<List<TaskJob>> groups() {
        return SharedPictures.groups(jobs);
    }

    /** Which of these are not given up. */
    List<TaskJob> left(List<TaskJob> some) {
        return some.stream().filter(jobs::contains).toList();
    }

    /** Gives a task up. */
    void fail(TaskJob job, IOException why) throws IOException {
        jobs.remove(job);
        job.close();
        listener.failed(job.task(), why);
    }

    @Override
    public void close() throws IOException {
        for (TaskJob job : jobs) {
            job.close();
        }
    }
}
