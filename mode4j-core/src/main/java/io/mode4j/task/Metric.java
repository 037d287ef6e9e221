package io.mode4j.task;

/**
 * What is measured. Names on the wire follow CLIP_benchmark where it has one; its {@code image_retrieval_recall@k} is {@code text_to_image_recall@k} here, its
 * {@code text_retrieval_recall@k} is {@code image_to_text_recall@k}. Whoever measures something has its metrics as constants.
 *
 * @param wireName its name in results.csv and task files
 * @param heading  its name on a page
 */
public record Metric(String wireName, String heading) {}
