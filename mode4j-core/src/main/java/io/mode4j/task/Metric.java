package io.mode4j.task;

/**
 * What is measured. Names on the wire (results.csv, task files) follow CLIP_benchmark where it has one; its {@code image_retrieval_recall@k} is
 * {@code text_to_image_recall@k} here, its {@code text_retrieval_recall@k} is {@code image_to_text_recall@k}.
 */
public enum Metric {
    /** Share of pictures whose class has the highest logit. */
    ACC1("acc1", Kind.CLASSIFICATION, 1),
    /** Share of pictures whose class is among the five highest logits. */
    ACC5("acc5", Kind.CLASSIFICATION, 5),
    /** {@link #ACC1} within each class that has pictures, averaged over those classes. */
    MEAN_PER_CLASS_RECALL("mean_per_class_recall", Kind.CLASSIFICATION, 1),
    /** Share of texts with a right picture among the first one. */
    TEXT_TO_IMAGE_RECALL_1("text_to_image_recall@1", Kind.TEXT_TO_IMAGE, 1),
    /** Share of texts with a right picture among the first five. */
    TEXT_TO_IMAGE_RECALL_5("text_to_image_recall@5", Kind.TEXT_TO_IMAGE, 5),
    /** Share of texts with a right picture among the first ten. */
    TEXT_TO_IMAGE_RECALL_10("text_to_image_recall@10", Kind.TEXT_TO_IMAGE, 10),
    /** Share of pictures with a right text among the first one. */
    IMAGE_TO_TEXT_RECALL_1("image_to_text_recall@1", Kind.IMAGE_TO_TEXT, 1),
    /** Share of pictures with a right text among the first five. */
    IMAGE_TO_TEXT_RECALL_5("image_to_text_recall@5", Kind.IMAGE_TO_TEXT, 5),
    /** Share of pictures with a right text among the first ten. */
    IMAGE_TO_TEXT_RECALL_10("image_to_text_recall@10", Kind.IMAGE_TO_TEXT, 10);

    /** What a metric asks for. */
    public enum Kind {
        /** The class of a picture. */
        CLASSIFICATION,
        /** A picture for a text. */
        TEXT_TO_IMAGE,
        /** A text for a picture. */
        IMAGE_TO_TEXT
    }

    private final String wireName;
    private final Kind kind;
    private final int k;

    Metric(String wireName, Kind kind, int k) {
        this.wireName = wireName;
        this.kind = kind;
        this.k = k;
    }

    /** The name in results.csv and task files. */
    public String wireName() {
        return wireName;
    }

    /** What it asks for. */
    public Kind kind() {
        return kind;
    }

    /** How many answers are looked at. */
    public int k() {
        return k;
    }

    /** The metric of that name. */
    public static Metric of(String wireName) {
        for (Metric metric : values()) {
            if (metric.wireName.equals(wireName)) {
                return metric;
            }
        }
        throw new IllegalArgumentException("no metric is called '%s'".formatted(wireName));
    }
}
