package io.mode4j.train;

/**
 * How a model does on pairs that it is not trained on.
 *
 * @param pairs
 *            how many
 * @param loss
 *            the training loss, among as many pairs as a batch of training has
 * @param imageToTextRecall
 *            share of the pictures whose own caption is the nearest of all
 * @param textToImageRecall
 *            share of the captions whose own picture is the nearest of all
 */
record ValidationResult(int pairs, double loss, double imageToTextRecall, double textToImageRecall) {}
