package io.mode4j.shard;

import java.lang.System.Logger;

/** What an index says of the data while there is time to do something about it. Stateless. */
final class IndexRemarks {
    private static final Logger LOG = System.getLogger(IndexStage.class.getName());
    private static final double MANY = 0.01;
    private static final int SHOWN = 60;

    private IndexRemarks() {}

    static void say(ShardSummary total, int heldOut, CaptionCounts captions, IndexOptions options) {
        long pairs = total.rows();
        LOG.log(Logger.Level.INFO, "index: %,d pairs, %,d distinct captions, %,d pairs held out".formatted(pairs, captions.distinct(),
                heldOut));
        if (captions.oneIsFrequent(pairs)) {
            LOG.log(Logger.Level.WARNING,
                    "%,d of %,d pairs (%.1f %%) have the same first caption, '%s': they fall into one cluster, and no text tells them apart. If they have other captions, option caption longest or random takes those; else the data is worth a look."
                            .formatted(captions.pairs(), pairs, 100.0 * captions.pairs() / pairs, shortened(captions.mostFrequent())));
        }
        if (options.txt() == null && total.severalLines() > MANY * pairs) {
            LOG.log(Logger.Level.WARNING,
                    "the .txt of %,d of %,d pairs has several lines, which were joined to one caption. option txt lines makes a caption of each, option txt first-line takes the first alone, option txt whole joins them without this message."
                            .formatted(total.severalLines(), pairs));
        }
    }

    private static String shortened(String caption) {
        return caption.length() <= SHOWN ? caption : caption.substring(0, SHOWN) + "…";
    }
}
