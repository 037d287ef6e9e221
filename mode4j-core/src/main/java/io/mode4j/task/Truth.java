package io.mode4j.task;

/** The right answers of a task. */
public sealed interface Truth permits Labels, Pairs {}
