package io.mode4j.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Recall at 1, 5 and 10, as CLIP_benchmark defines it: the share of queries for which <em>any</em> of the right answers is among the first k. A k that is above
 * the number of candidates is left out. T texts, N pictures.
 *
 * <p>
 * Equal captions are one text (see {@link Retrieval}), so a picture is not counted wrong for a caption that it shares with another picture, unless the task keeps them apart as
 * CLIP_benchmark does, where the order of equal scores decides. Other ties: {@link Ranks}.
 */
public final class RetrievalMetrics {

    /** Share of texts with a right picture among the first one. */
    public static final Metric TEXT_TO_IMAGE_RECALL_1 = new Metric("text_to_image_recall@1", "text → image R@1",
            "image_retrieval_recall@1");
    /** Share of texts with a right picture among the first five. */
    public static final Metric TEXT_TO_IMAGE_RECALL_5 = new Metric("text_to_image_recall@5", "text → image R@5",
            "image_retrieval_recall@5");
    /** Share of texts with a right picture among the first ten. */
    public static final Metric TEXT_TO_IMAGE_RECALL_10 = new Metric("text_to_image_recall@10", "text → image R@10",
            "image_retrieval_recall@10");
    /** Share of pictures with a right text among the first one. */
    public static final Metric IMAGE_TO_TEXT_RECALL_1 = new Metric("image_to_text_recall@1", "image → text R@1",
            "text_retrieval_recall@1");
    /** Share of pictures with a right text among the first five. */
    public static final Metric IMAGE_TO_TEXT_RECALL_5 = new Metric("image_to_text_recall@5", "image → text R@5",
            "text_retrieval_recall@5");
    /** Share of pictures with a right text among the first ten. */
    public static final Metric IMAGE_TO_TEXT_RECALL_10 = new Metric("image_to_text_recall@10", "image → text R@10",
            "text_retrieval_recall@10");
    /** {@link #meanRecall1}, by which DataComp sums retrieval up; no metric of its own, for it says nothing that the two do not. */
    public static final Metric MEAN_RECALL_1 = new Metric("mean_recall@1", "mean R@1");

    /** Both directions, in the order of tables. */
    public static final List<Metric> ALL = List.of(TEXT_TO_IMAGE_RECALL_1, TEXT_TO_IMAGE_RECALL_5, TEXT_TO_IMAGE_RECALL_10,
            IMAGE_TO_TEXT_RECALL_1,
            IMAGE_TO_TEXT_RECALL_5, IMAGE_TO_TEXT_RECALL_10);

    /** How many answers are looked at, by the metrics of a direction in their order. */
    private static final int[] KS = {1, 5, 10};
    private static final List<Metric> TEXT_TO_IMAGE = ALL.subList(0, KS.length);
    private static final List<Metric> IMAGE_TO_TEXT = ALL.subList(KS.length, ALL.size());

    private RetrievalMetrics() {}

    /** Text-to-image recalls of similarities {@code [T, N]}; every text is a query. */
    public static Map<Metric, Double> textToImage(Scores similarities, Pairs pairs) {
        return textToImage(ranksOfImages(similarities, pairs), similarities.columns());
    }

    /** The same, of {@link #ranksOfImages} among N pictures. */
    static Map<Metric, Double> textToImage(int[] ranks, int pictures) {
        return recalls(TEXT_TO_IMAGE, ranks, pictures);
    }

    /** How many pictures stand ahead of the best right one, of every text {@code [T]}. */
    static int[] ranksOfImages(Scores similarities, Pairs pairs) {
        check(similarities, pairs);
        int[][] right = pairs.imagesOfTexts();
        int[] ranks = new int[right.length];
        double[] row = new double[similarities.columns()];
        for (int t = 0; t < ranks.length; t++) {
            similarities.row(t, row);
            Ranks.checkFinite(row, row.length, t);
            int best = right[t][0];
            for (int image : right[t]) {
                if (row[image] > row[best] || (row[image] == row[best] && image < best)) {
                    best = image;
                }
            }
            ranks[t] = Ranks.of(row, row.length, best);
        }
        return ranks;
    }

    /** Image-to-text recalls of similarities {@code [T, N]}; every picture is a query. Reads the rows twice, and holds O(N). */
    public static Map<Metric, Double> imageToText(Scores similarities, Pairs pairs) {
        return imageToText(ranksOfTexts(similarities, pairs), similarities.rows());
    }

    /** The same, of {@link #ranksOfTexts} among T texts. */
    static Map<Metric, Double> imageToText(int[] ranks, int texts) {
        return recalls(IMAGE_TO_TEXT, ranks, texts);
    }

    /** How many texts stand ahead of the best right one, of every picture {@code [N]}. */
    static int[] ranksOfTexts(Scores similarities, Pairs pairs) {
        check(similarities, pairs);
        int texts = similarities.rows();
        int images = similarities.columns();
        int[][] right = pairs.imagesOfTexts();
        double[] bestScore = new double[images];
        int[] bestText = new int[images];
        Arrays.fill(bestScore, Double.NEGATIVE_INFINITY);
        double[] row = new double[images];
        for (int t = 0; t < texts; t++) {
            similarities.row(t, row);
            Ranks.checkFinite(row, images, t);
            for (int image : right[t]) {
                if (row[image] > bestScore[image]) {
                    bestScore[image] = row[image];
                    bestText[image] = t;
                }
            }
        }
        int[] ahead = new int[images];
        for (int t = 0; t < texts; t++) {
            similarities.row(t, row);
            for (int i = 0; i < images; i++) {
                if (row[i] > bestScore[i] || (row[i] == bestScore[i] && t < bestText[i])) {
                    ahead[i]++;
                }
            }
        }
        return ahead;
    }

    /** What guessing gives on average: for every query, the chance that k of the candidates, drawn at random, hold a right one. */
    public static Map<Metric, Double> chance(Pairs pairs) {
        Map<Metric, Double> chance = new LinkedHashMap<>();
        for (int i = 0; i < KS.length; i++) {
            putChance(chance, TEXT_TO_IMAGE.get(i), KS[i], pairs.imagesOfTexts(), pairs.imageCount());
        }
        for (int i = 0; i < KS.length; i++) {
            putChance(chance, IMAGE_TO_TEXT.get(i), KS[i], pairs.textsOfImages(), pairs.textCount());
        }
        return chance;
    }

    /** The mean of {@link #TEXT_TO_IMAGE_RECALL_1} and {@link #IMAGE_TO_TEXT_RECALL_1}; empty where these were not measured. */
    public static OptionalDouble meanRecall1(Map<Metric, Double> measured) {
        Double texts = measured.get(TEXT_TO_IMAGE_RECALL_1);
        Double images = measured.get(IMAGE_TO_TEXT_RECALL_1);
        return texts == null || images == null ? OptionalDouble.empty() : OptionalDouble.of((texts + images) / 2);
    }

    private static void putChance(Map<Metric, Double> chance, Metric metric, int k, int[][] right, int candidates) {
        if (k > candidates) {
            return;
        }
        double sum = 0;
        for (int[] answers : right) {
            double allWrong = 1;
            for (int drawn = 0; drawn < k; drawn++) {
                allWrong *= Math.max(0, (double) (candidates - answers.length - drawn)) / (candidates - drawn);
            }
            sum += 1 - allWrong;
        }
        chance.put(metric, sum / right.length);
    }

    private static Map<Metric, Double> recalls(List<Metric> metrics, int[] ranks, int candidates) {
        Map<Metric, Double> recalls = new LinkedHashMap<>();
        for (int i = 0; i < KS.length; i++) {
            int k = KS[i];
            if (k <= candidates) {
                recalls.put(metrics.get(i), (double) Arrays.stream(ranks).filter(rank -> rank < k).count() / ranks.length);
            }
        }
        return recalls;
    }

    private static void check(Scores similarities, Pairs pairs) {
        if (similarities.rows() != pairs.textCount() || similarities.columns() != pairs.imageCount()) {
            throw new IllegalArgumentException(
                    "similarities [%d, %d] do not fit pairs of %d texts and %d pictures".formatted(similarities.rows(),
                            similarities.columns(), pairs.textCount(), pairs.imageCount()));
        }
    }
}
