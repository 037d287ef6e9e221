package io.mode4j.report;

import java.util.List;

/**
 * What an expert's pairs look like.
 *
 * @param expert   its number
 * @param pairs    how many pairs it was given by the clusters
 * @param words    the words that tell its captions from the others', most telling first
 * @param central  pairs near its coarse centre, with different captions; none when the embeddings are gone
 * @param clusters a few of its fine clusters, largest first
 */
record ExpertContents(int expert, long pairs, List<String> words, List<Example> central, List<FineContents> clusters) {

    /**
     * A fine cluster.
     *
     * @param number   its number
     * @param pairs    how many pairs are nearest to it
     * @param words    the words that tell its captions from the others'
     * @param examples pairs near its centre
     */
    record FineContents(int number, long pairs, List<String> words, List<Example> examples) {}

    /**
     * A pair.
     *
     * @param caption the one that was clustered
     * @param picture a small PNG as a data URI
     */
    record Example(String caption, String picture) {}
}
