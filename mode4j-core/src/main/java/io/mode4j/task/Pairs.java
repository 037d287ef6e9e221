package io.mode4j.task;

import java.util.Arrays;
import java.util.Map;

/**
 * Which text is right for which picture, in a retrieval task: P pairs of T texts and N pictures. Every text and every picture is in at least one.
 *
 * @param texts  {@code [P]} text of each pair
 * @param images {@code [P]} picture of each pair
 */
@SuppressWarnings("ArrayRecordComponent") // millions of numbers; compared by nobody
public record Pairs(int[] texts, int[] images) implements Truth {

    /** As many texts as images, at least one pair, none without a partner. */
    public Pairs {
        if (texts.length != images.length || texts.length == 0) {
            throw new IllegalArgumentException("pairs: %d texts, %d images".formatted(texts.length, images.length));
        }
        checkComplete("text", texts);
        checkComplete("picture", images);
    }

    @Override
    public int pictures() {
        return imageCount();
    }

    /** The texts. */
    @Override
    public int cases() {
        return textCount();
    }

    /** Text-to-image of the sums for every text, image-to-text of those for all texts together. */
    @Override
    public Judged judge(Scores ofTask, Scores ofQueries) {
        return new RankedPairs(RetrievalMetrics.ranksOfImages(ofQueries, this), RetrievalMetrics.ranksOfTexts(ofTask, this));
    }

    @Override
    public Map<Metric, Double> chance() {
        return RetrievalMetrics.chance(this);
    }

    /** T. */
    public int textCount() {
        return Arrays.stream(texts).max().orElseThrow() + 1;
    }

    /** N. */
    public int imageCount() {
        return Arrays.stream(images).max().orElseThrow() + 1;
    }

    /** The right pictures of every text, {@code [T][…]}. */
    int[][] imagesOfTexts() {
        return partners(texts, images, textCount());
    }

    /** The right texts of every picture, {@code [N][…]}. */
    int[][] textsOfImages() {
        return partners(images, texts, imageCount());
    }

    private static int[][] partners(int[] of, int[] with, int count) {
        int[] sizes = new int[count];
        for (int one : of) {
            sizes[one]++;
        }
        int[][] partners = new int[count][];
        Arrays.setAll(partners, i -> new int[sizes[i]]);
        for (int p = of.length - 1; p >= 0; p--) {
            partners[of[p]][--sizes[of[p]]] = with[p];
        }
        return partners;
    }

    private static void checkComplete(String what, int[] numbers) {
        int[] distinct = Arrays.stream(numbers).distinct().sorted().toArray();
        if (distinct[0] != 0 || distinct[distinct.length - 1] != distinct.length - 1) {
            throw new IllegalArgumentException("pairs: every %s from 0 to %d expected, found %d of them, from %d".formatted(what,
                    distinct[distinct.length - 1], distinct.length, distinct[0]));
        }
    }
}
