/**
 * What a model is asked: zero-shot classification and retrieval tasks, read from a task file, answered by every model, and measured.
 * {@link io.mode4j.task.ScoreStage} stores each model's logits or similarities, {@link io.mode4j.task.Metric} says what is computed from them.
 */
@NullMarked
package io.mode4j.task;

import org.jspecify.annotations.NullMarked;
