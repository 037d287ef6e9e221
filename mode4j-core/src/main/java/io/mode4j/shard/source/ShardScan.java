package io.mode4j.shard.source;

import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.MemberName;
import io.mode4j.shard.Members;
import io.mode4j.shard.Sample;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one shard: joins its members to samples by key, wherever in the shard they are, in the order in which the keys first appear. Holds the
 * captions of one shard in memory, and never an image.
 *
 * @param samples what can be used
 * @param summary what cannot, and why
 * @param files where the pictures are files of their own, these in order; else none
 */
public record ShardScan(List<Sample> samples, ShardSummary summary, List<ListedFile> files) {
    /** {@return the same, with the files that the shard's pictures are} */
    ShardScan withFiles(List<ListedFile> pictures) {
        return new ShardScan(samples, summary, pictures);
    }

    /** {@return the same without the samples that have these keys, which are counted as left out} */
    public ShardScan without(Set<String> keys) {
        Map<Boolean, List<Sample>> wanted = samples.stream().collect(Collectors.partitioningBy(sample -> !keys.contains(sample.key())));
        List<Sample> out = Objects.requireNonNull(wanted.get(false));
        return out.isEmpty() ? this
                : new ShardScan(Objects.requireNonNull(wanted.get(true)), summary.leavingOut(out.stream().map(Sample::key).toList()),
                        files);
    }

    /**
     * {@return the scan of the members of a shard}
     *
     * @param lines what the lines of a {@code .txt} are
     * @param keyEnd where keys end
     * @throws io.mode4j.artifact.DamagedException when the shard is corrupt or cut short
     */
    static ShardScan of(Members members, TxtLines lines, KeyEnd keyEnd) throws IOException {
        Map<String, SampleParts> byKey = new LinkedHashMap<>();
        LeftOvers others = new LeftOvers(lines);
        while (members.next()) {
            MemberName name = keyEnd.split(members.name());
            if (name != null && name.isRead()) {
                byKey.computeIfAbsent(name.key(), _ -> new SampleParts(lines)).take(members, name.extension());
            } else {
                others.take(members, name);
            }
        }
        return of(byKey, others);
    }

    private static ShardScan of(Map<String, SampleParts> byKey, LeftOvers others) {
        List<Sample> samples = new ArrayList<>(byKey.size());
        ShardSummary.Counter counter = new ShardSummary.Counter();
        byKey.forEach((key, parts) -> {
            if (parts.repeated() > 0) {
                counter.skip(SkipCause.DUPLICATE_KEY, parts.repeated(), List.of(key));
            }
            SkipCause problem = parts.problem();
            if (problem == null) {
                samples.add(parts.sample(key));
                return;
            }
            counter.skip(problem, 1, List.of(key));
            if (problem.isOfNames()) {
                parts.extensions().forEach(counter::leaveOver);
            }
        });
        others.count(counter, byKey::containsKey, key -> isPaired(byKey.get(key)), LeftOvers.Group::isPair);
        counter.addRows(samples.size());
        counter.addSeveralLines(byKey.values().stream().filter(parts -> parts.problem() == null && parts.hasSeveralLines()).count());
        return new ShardScan(samples, counter.summary(), List.of());
    }

    private static boolean isPaired(@Nullable SampleParts parts) {
        SkipCause problem = parts == null ? SkipCause.MISSING_IMAGE : parts.problem();
        return problem == null || !problem.isOfNames();
    }
}
