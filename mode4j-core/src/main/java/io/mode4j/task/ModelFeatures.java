package io.mode4j.task;

import java.util.List;

/**
 * What a model makes of a task's pictures and texts. N pictures of a source, E numbers a vector.
 *
 * @param pictures   unit vectors {@code [N, E]} of each source
 * @param texts      its text tower
 * @param logitScale factor of its cosines (exponentiated)
 */
public record ModelFeatures(List<float[][]> pictures, TextFeatures.Encoder texts, double logitScale) {}
