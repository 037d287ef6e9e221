package io.mode4j.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of a shard's samples, or of many shards'.
 *
 * @param rows how many can be used, to train on or held out
 * @param skipped how many cannot, and the first few of their keys, by cause
 * @param severalLines how many of those that can be used have their captions of a {@code .txt} of several lines; not written when there is none
 * @param leftOver the members that pair with nothing by their names: how many of each of the most frequent extensions, and of {@value #OTHERS} together; not written when there is none
 */
public record ShardSummary(long rows, Map<SkipCause, Skipped> skipped, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long severalLines,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable Map<String, Long> leftOver)
        implements
            Serializable {
    private static final int SHOWN = 5;
    private static final int SHOWN_EXTENSIONS = 10;
    /** Stands for the extensions that are not named. */
    public static final String OTHERS = "(others)";

    /** Summaries of older indices count nothing that is left over. */
    public ShardSummary {
        leftOver = leftOver == null ? Map.of() : leftOver;
    }

    /** {@return the members that pair with nothing} */
    @Override
    public Map<String, Long> leftOver() {
        return leftOver == null ? Map.of() : leftOver;
    }

    /**
     * Samples that cannot be used for one cause.
     *
     * @param count how many
     * @param first the first few keys
     */
    public record Skipped(long count, List<String> first) implements Serializable {}

    /** Counts; not safe for use by several threads. */
    public static final class Counter {
        private final Map<SkipCause, Long> counts = new EnumMap<>(SkipCause.class);
        private final Map<SkipCause, List<String>> keys = new EnumMap<>(SkipCause.class);
        private final Map<String, Long> leftOver = new LinkedHashMap<>();
        private long rows;
        private long severalLines;

        public void leaveOver(String extension) {
            leftOver.merge(extension, 1L, Long::sum);
        }

        public void addSeveralLines(long more) {
            severalLines += more;
        }

        public void addRows(long more) {
            rows += more;
        }

        public void skip(SkipCause cause, long count, List<String> first) {
            counts.merge(cause, count, Long::sum);
            List<String> known = keys.computeIfAbsent(cause, _ -> new ArrayList<>());
            first.stream().limit(Math.max(0, SHOWN - known.size())).forEach(known::add);
        }

        public void add(String shard, ShardSummary summary) {
            addRows(summary.rows);
            addSeveralLines(summary.severalLines);
            summary.leftOver().forEach((extension, count) -> leftOver.merge(extension, count, Long::sum));
            summary.skipped.forEach((cause, skipped) -> skip(cause, skipped.count,
                    skipped.first.stream().map(key -> shard + "/" + key).toList()));
        }

        public ShardSummary summary() {
            Map<SkipCause, Skipped> skipped = new EnumMap<>(SkipCause.class);
            counts.forEach((cause, count) -> skipped.put(cause, new Skipped(count, keys.getOrDefault(cause, List.of()))));
            return new ShardSummary(rows, skipped, severalLines, mostFrequent());
        }

        /** A shard may have as many extensions as members. */
        private Map<String, Long> mostFrequent() {
            Map<String, Long> frequent = new LinkedHashMap<>();
            long others = leftOver.getOrDefault(OTHERS, 0L);
            leftOver.entrySet()
                    .stream()
                    .filter(each -> !each.getKey().equals(OTHERS))
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(each -> frequent.merge(frequent.size() < SHOWN_EXTENSIONS ? each.getKey() : OTHERS, each.getValue(),
                            Long::sum));
            if (others > 0) {
                frequent.merge(OTHERS, others, Long::sum);
            }
            return frequent;
        }
    }

    /** {@return the same, with these of the samples that can be used left out} */
    public ShardSummary leavingOut(List<String> keys) {
        Counter counter = new Counter();
        counter.addRows(rows - keys.size());
        counter.addSeveralLines(Math.min(severalLines, rows - keys.size())); // which have several is not known any more
        leftOver().forEach((extension, count) -> counter.leftOver.put(extension, count));
        skipped.forEach((cause, known) -> counter.skip(cause, known.count, known.first));
        counter.skip(SkipCause.LEFT_OUT, keys.size(), keys);
        return counter.summary();
    }

    /** {@return how many samples pair with nothing, by their names} */
    public long unpaired() {
        return skipped.entrySet().stream().filter(each -> each.getKey().isOfNames()).mapToLong(each -> each.getValue().count()).sum();
    }

    /** {@return how many samples cannot be used, or are not wanted} */
    public long skippedRows() {
        return skipped.values().stream().mapToLong(Skipped::count).sum();
    }

    /** {@return how many samples are not wanted} */
    public long leftOutRows() {
        return skipped.containsKey(SkipCause.LEFT_OUT) ? skipped.get(SkipCause.LEFT_OUT).count : 0;
    }

    /** {@return how many samples of those that may be skipped} */
    public long lostRows() {
        return skipped.entrySet().stream().filter(each -> each.getKey().counts()).mapToLong(each -> each.getValue().count()).sum();
    }

    /** {@return the causes in words, for people and manifests} */
    public Map<String, Skipped> byWords() {
        Map<String, Skipped> words = new LinkedHashMap<>();
        skipped.forEach((cause, skip) -> words.put(cause.words(), skip));
        return words;
    }

    public String toJson() {
        return JsonMapper.shared().writeValueAsString(this);
    }

    public static ShardSummary ofJson(String json) {
        return JsonMapper.shared().readValue(json, ShardSummary.class);
    }
}
