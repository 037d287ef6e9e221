package io.mode4j.train;

/**
 * One place of a {@link SampleOrder}.
 *
 * @param epoch
 *            how often the model has seen the pair before
 * @param pair
 *            which it is
 */
public record Draw(long epoch, Pair pair) {}
