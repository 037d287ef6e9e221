package io.mode4j.dataset;

/** How a data set's files are laid out. */
public enum Layout {
    /** Tars by split with {@code nshards.txt}, class names and templates as text: CLIP_benchmark and DataComp. */
    BENCHMARK("wds"),
    /** A task of a folder with {@code dataset_catalog.json}: MetaCLIP and MoDE. */
    CLIPEVAL("clipeval"),
    /** A folder of pictures for each class. */
    IMAGE_FOLDER("folders");

    private final String words;

    Layout(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
