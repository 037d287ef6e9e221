package io.mode4j.shard.source;

import io.mode4j.shard.MemberName;
import io.mode4j.shard.Members;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members of a shard whose extension is not read, by key: something else of a sample that is a pair without them, or pictures and captions that their names keep from being one. Holds their
 * captions in memory. Not safe for use by several threads.
 */
final class LeftOvers {
    /** What other programs call pictures, of formats that are not read or of none. */
    private static final Set<String> OTHER_PICTURES = Set.of("avif", "bmp", "gif", "heic", "heif", "image", "img", "jfif", "jp2", "jxl",
            "ppm",
            "svg", "tif", "tiff");

    private static final String NO_EXTENSION = "(none)";

    /** The members that have the same name up to the last dot. */
    static final class Group {
        private final SampleParts parts;
        private final List<String> extensions = new ArrayList<>();

        Group(TxtLines lines) {
            parts = new SampleParts(lines);
        }

        /** {@return whether they are a picture with its caption} */
        boolean isPair() {
            return parts.problem() == null;
        }

        /** {@return whether they are a picture with something beside it} */
        boolean isAccompanied() {
            return parts.hasImage() && extensions.size() > 1;
        }
    }

    private final TxtLines lines;
    private final Map<String, Map<String, Group>> byKey = new LinkedHashMap<>();

    private int nameless;

    /** @param lines what the lines of a {@code .txt} are */
    LeftOvers(TxtLines lines) {
        this.lines = lines;
    }

    /** Takes the present member; hidden files and those of macOS, whose names begin with a dot, are none, nor are folders. */
    void take(Members members, @Nullable MemberName name) throws IOException {
        if (name == null) {
            boolean none = members.name().startsWith(".", members.name().lastIndexOf('/') + 1) || members.name().endsWith("/");
            nameless += none ? 0 : 1;
            return;
        }
        MemberName last = name.atLastDot();
        Group group = byKey.computeIfAbsent(name.key(), _ -> new LinkedHashMap<>()).computeIfAbsent(last.key(), _ -> new Group(lines));
        group.extensions.add(name.extension());
        if (last.isRead()) {
            group.parts.take(members, last.extension());
        }
    }

    /**
     * Counts what is lost by its names.
     *
     * @param counted the keys of samples that are counted already
     * @param paired the keys of samples that are whole by their names: what lies beside them is no loss
     * @param whole which members would be a sample if their key ended at the last dot
     */
    void count(ShardSummary.Counter counter, Predicate<String> counted, Predicate<String> paired, Predicate<Group> whole) {
        byKey.forEach((key, groups) -> {
            List<Group> others = new ArrayList<>();
            groups.forEach((longerKey, group) -> {
                if (whole.test(group)) {
                    counter.skip(SkipCause.DOTTED_KEY, 1, List.of(longerKey));
                    group.extensions.forEach(counter::leaveOver);
                } else {
                    others.add(group);
                }
            });
            if (!paired.test(key)) {
                count(counter, key, others, counted.test(key));
            }
        });
        for (int i = 0; i < nameless; i++) {
            counter.leaveOver(NO_EXTENSION);
        }
    }

    private static void count(ShardSummary.Counter counter, String key, List<Group> groups, boolean counted) {
        List<String> extensions = groups.stream().flatMap(group -> group.extensions.stream()).toList();
        extensions.forEach(counter::leaveOver);
        long lost = samples(groups, extensions) - (counted ? 1 : 0);
        if (lost > 0) {
            counter.skip(SkipCause.UNKNOWN_EXTENSION, lost, extensions.stream().map(extension -> key + "." + extension).toList());
        }
    }

    /** How many samples they may be: a picture and a caption may be of one. Where none is known, several members are one, and one is none unless it is a picture. */
    private static long samples(List<Group> groups, List<String> extensions) {
        long pictures = groups.stream().filter(group -> group.parts.hasImage()).count();
        long captions = groups.stream().filter(group -> group.parts.hasCaption()).count();
        boolean isSample = extensions.size() > 1 || extensions.stream().anyMatch(OTHER_PICTURES::contains);
        return Stream.of(pictures, captions, isSample ? 1L : 0L).max(Long::compare).orElse(0L);
    }
}
