package io.mode4j.shard.index;

import io.mode4j.artifact.Places;
import io.mode4j.shard.MemberName;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardFormat;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an index says of the data while there is time to do something about it. Stateless. */
final class IndexRemarks {
    private static final Logger LOG = System.getLogger(IndexStage.class.getName());
    private static final double MANY = 0.01;
    private static final double MANY_UNPAIRED = 0.1;
    private static final int SHOWN = 60;
    private static final int MEGA = 20;

    private IndexRemarks() {}

    static void say(ShardSummary total, int heldOut, CaptionCounts captions, IndexOptions options) {
        long pairs = total.rows();
        LOG.log(Logger.Level.INFO, "index: %,d pairs, %,d distinct captions, %,d pairs held out".formatted(pairs, captions.distinct(),
                heldOut));
        sayLeftOut(total, options);
        long unusable = total.skippedRows() - total.leftOutRows();
        if (unusable > 0) {
            LOG.log(Logger.Level.INFO, "index: %,d samples cannot be used: %s".formatted(unusable, total.byWords()
                    .entrySet()
                    .stream()
                    .filter(each -> !each.getKey().equals(SkipCause.LEFT_OUT.words()))
                    .map(each -> "%s (%,d)".formatted(each.getKey(), each.getValue().count()))
                    .collect(Collectors.joining(", "))));
        }
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

    private static void sayLeftOut(ShardSummary total, IndexOptions options) {
        if (!options.leaveOut().isEmpty()) {
            LOG.log(total.leftOutRows() == 0 ? Logger.Level.WARNING : Logger.Level.INFO,
                    "index: %s left out, of %s (option leave-out)".formatted(
                            total.leftOutRows() == 1 ? "1 pair is" : "%,d pairs are".formatted(total.leftOutRows()),
                            options.leaveOut().size() == 1 ? "1 key" : "%,d keys".formatted(options.leaveOut().size())));
        }
    }

    /** Says which members pair with nothing, the louder the more of a shard's samples are lost by that. */
    static void sayUnpaired(ShardSummary total, List<String> names, List<ShardSummary> shards) {
        if (total.leftOver().isEmpty()) {
            return;
        }
        int worst = IntStream.range(0, shards.size())
                .boxed()
                .max(Comparator.comparingDouble(shard -> unpairedShare(shards.get(shard))))
                .orElseThrow();
        long bad = shards.stream().filter(shard -> unpairedShare(shard) > MANY_UNPAIRED).count();
        if (bad == 0) {
            LOG.log(Logger.Level.INFO, "index: %,d samples pair with nothing.%s".formatted(total.unpaired(), leftOver(total)));
        } else {
            LOG.log(Logger.Level.WARNING,
                    "more than a tenth of the samples of %,d of %,d shards pair with nothing; of shard %s %,d of %,d.%s".formatted(bad,
                            shards.size(), names.get(worst), shards.get(worst).unpaired(), samples(shards.get(worst)), leftOver(total)));
        }
    }

    private static double unpairedShare(ShardSummary shard) {
        return (double) shard.unpaired() / Math.max(1, samples(shard));
    }

    private static long samples(ShardSummary shard) {
        return shard.rows() + shard.skippedRows();
    }

    /** {@return a sentence about the members that pair with nothing, and what pairs them; empty where there are none} */
    static String leftOver(ShardSummary total) {
        if (total.leftOver().isEmpty()) {
            return "";
        }
        String extensions = total.leftOver()
                .entrySet()
                .stream()
                .map(each -> "%s (%,d)".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
        ShardSummary.Skipped dotted = total.skipped().get(SkipCause.DOTTED_KEY);
        String other = dotted == null ? "" : " With option key-end last-dot %,d more pair.".formatted(dotted.count());
        String rename = total.skipped().containsKey(SkipCause.UNKNOWN_EXTENSION)
                ? " Members of an unknown extension pair once they are renamed: what follows the key is one of %s."
                        .formatted(String.join(", ", MemberName.READ))
                : "";
        return " Members left over, by extension: %s.%s%s".formatted(extensions, other, rename);
    }

    /** Says when pictures that have to be unpacked are more than are kept so. */
    static void sayOfUnpacking(List<Shard> shards, long kept) throws IOException {
        Set<String> files = shards.stream()
                .filter(shard -> shard.format() == ShardFormat.PARQUET)
                .map(Shard::place)
                .collect(Collectors.toSet());
        long bytes = 0;
        for (String file : files) {
            bytes += Files.size(Places.known(file));
        }
        if (bytes > kept) {
            LOG.log(Logger.Level.WARNING,
                    "the Parquet files have %,d MB, and the cache keeps %,d MB of pictures that were unpacked: training on pairs from everywhere would unpack them again and again. Raise option cache-size, shuffle in windows (option shuffle window), or make tars of them first (data pack)."
                            .formatted(bytes >> MEGA, kept >> MEGA));
        }
    }

    private static String shortened(String caption) {
        return caption.length() <= SHOWN ? caption : caption.substring(0, SHOWN) + "…";
    }
}
