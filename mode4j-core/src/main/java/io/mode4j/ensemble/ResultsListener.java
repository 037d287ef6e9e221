package io.mode4j.ensemble;

/** Hears of figures as soon as they are known. */
public interface ResultsListener {

    /** A task is measured. */
    void task(TaskResults results);

    /** All tasks are measured: an average over some of them. */
    void average(Average average);

    /** One that does not care. */
    static ResultsListener silent() {
        return new ResultsListener() {
            @Override
            public void task(TaskResults results) {}

            @Override
            public void average(Average average) {}
        };
    }
}
