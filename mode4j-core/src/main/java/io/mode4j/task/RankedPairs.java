package io.mode4j.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Similarities of a retrieval, ranked once for all metrics.
 *
 * @param images {@code [T]} how many pictures stand ahead of the best right one of each text
 * @param texts  {@code [N]} how many texts stand ahead of the best right one of each picture
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
record RankedPairs(int[] images, int[] texts) implements Judged {

    @Override
    public Map<Metric, Double> figures() {
        Map<Metric, Double> both = RetrievalMetrics.textToImage(images, texts.length);
        both.putAll(RetrievalMetrics.imageToText(texts, images.length));
        return both;
    }

    /** Of recalls at 1, which sum a retrieval up. */
    @Override
    public Map<Metric, Cases> cases(List<Metric> metrics) {
        Map<Metric, Cases> cases = new LinkedHashMap<>();
        if (metrics.contains(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1)) {
            cases.put(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1, first(images));
        }
        if (metrics.contains(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1)) {
            cases.put(RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1, first(texts));
        }
        return cases;
    }

    private static Hits first(int[] ranks) {
        float[] right = new float[ranks.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = ranks[i] == 0 ? 1 : 0;
        }
        return new Hits(right);
    }
}
