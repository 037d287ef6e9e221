package io.mode4j.jobs;

/** Shows nothing. */
enum SilentWatch implements JobWatch {
    INSTANCE;

    @Override
    public void waits(Job job) {}

    @Override
    public void begins(Job job, Place place, int attempt) {}

    @Override
    public void says(Job job, String line) {}

    @Override
    public void isDone(Job job) {}

    @Override
    public void fails(Job job, String why, boolean again) {}

    @Override
    public void look() {}
}
