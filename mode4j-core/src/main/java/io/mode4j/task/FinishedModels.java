package io.mode4j.task;

import io.mode4j.progress.Progress;
import io.mode4j.work.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Finishes the folders of a model's answers as soon as it has been asked, and says which model is next. */
final class FinishedModels implements Results<String> {

    private final List<TaskJob> jobs;
    private final List<String> models;
    private final Progress.Bar bar;

    /** @param models in the order in which they are asked */
    FinishedModels(List<TaskJob> jobs, List<String> models, Progress.Bar bar) {
        this.jobs = jobs;
        this.models = models;
        this.bar = bar;
        note(0);
    }

    private void note(int number) {
        if (number < models.size()) {
            bar.note(models.get(number));
        }
    }

    @Override
    public void take(String model) {
        try {
            for (TaskJob job : jobs) {
                if (job.lacks(List.of(model))) {
                    job.finish(model);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        note(models.indexOf(model) + 1);
    }

    @Override
    public void advance(long pictures) {
        bar.advance(pictures);
    }
}
