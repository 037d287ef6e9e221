package io.mode4j.shard.source;

import io.mode4j.artifact.JsonText;
import io.mode4j.shard.Captions;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.MemberName;
import io.mode4j.shard.Members;
import io.mode4j.shard.ShardSummary;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.bytes.ShardBytes;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/**
 * A picture as it lies in its source, with all that lies beside it, for those who want labels rather than captions, or both. In a shard the members are joined by key,
 * wherever they are, in the order in which the keys first appear.
 *
 * @param key names the sample within its source
 * @param image the encoded picture
 * @param captions the usable ones, as the index has them; empty when there are none
 * @param members bytes of the small members, by extension: {@code json}, {@code txt}, {@code cls}, {@code npy}
 * @param origin where the picture's bytes are; null where they are in no shard
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; compared by nobody
public record ShardPicture(String key, byte[] image, List<String> captions, Map<String, byte[]> members,
        @Nullable PictureOrigin origin) {
    /** The member that holds a label alone. */
    public static final String CLS = "cls";
    /** The member that holds numbers: which labels are right, or what is known of the picture besides. */
    public static final String NPY = "npy";

    private static final Set<String> LABELS = Set.of(CLS, NPY);
    private static final Parts NOTHING = new Parts(TxtLines.WHOLE);
    private static final int LONGEST_MEMBER = 1 << 24;

    /** A picture that is in no shard. */
    public ShardPicture(String key, byte[] image, List<String> captions, Map<String, byte[]> members) {
        this(key, image, captions, members, null);
    }

    /** What is done with a picture. */
    @FunctionalInterface
    public interface Consumer {
        /** Takes one. */
        void accept(ShardPicture picture) throws IOException;
    }

    /**
     * Hands on the pictures of a shard. Memory holds the small members of one shard, and one picture.
     *
     * @param keyEnd where the samples' keys end
     * @param lines what the lines of a {@code .txt} are
     * @param encoded whether the pictures' bytes are wanted; without them the pictures are handed on empty, and are not read
     * @return how many samples pair with nothing by their names, by cause
     * @throws io.mode4j.artifact.DamagedException when the shard is corrupt or cut short
     * @throws IOException when it cannot be read, or from {@code consumer}
     */
    public static Map<String, Long> read(Shard shard, KeyEnd keyEnd, TxtLines lines, boolean encoded, Consumer consumer)
            throws IOException {
        return read(shard, keyEnd, lines, encoded ? Wanted.ALL : Wanted.NONE, consumer);
    }

    /** As {@link #read(Shard, KeyEnd, TxtLines, boolean, Consumer)}; of some keys the pictures' bytes are wanted. */
    public static Map<String, Long> read(Shard shard, KeyEnd keyEnd, TxtLines lines, Wanted encoded, Consumer consumer)
            throws IOException {
        return shard.format().reader().pictures(shard, keyEnd, lines, encoded, consumer);
    }

    /** As {@link #read(Shard, KeyEnd, TxtLines, boolean, Consumer)}, of members whose pictures lie in {@code bytes}. */
    public static Map<String, Long> read(Members members, ShardBytes bytes, KeyEnd keyEnd, TxtLines lines, Wanted encoded,
            Consumer consumer)
            throws IOException {
        Map<String, Parts> byKey = new LinkedHashMap<>();
        LeftOvers others = new LeftOvers(lines);
        while (members.next()) {
            MemberName name = keyEnd.split(members.name());
            if (name != null && (name.isRead() || LABELS.contains(name.extension()))) {
                byKey.computeIfAbsent(name.key(), _ -> new Parts(lines)).take(members, name.extension());
            } else {
                others.take(members, name);
            }
        }
        for (Map.Entry<String, Parts> entry : byKey.entrySet()) {
            Parts parts = entry.getValue();
            if (parts.imageLength >= 0 && parts.imageLength < Integer.MAX_VALUE) {
                byte[] image = new byte[encoded.has(entry.getKey()) ? (int) parts.imageLength : 0];
                bytes.read(parts.imageOffset, image, image.length);
                consumer.accept(new ShardPicture(entry.getKey(), image, parts.captions.found(), parts.members,
                        PictureOrigin.inFile(Objects.requireNonNull(parts.place), parts.imageLength)));
            }
        }
        ShardSummary.Counter counter = new ShardSummary.Counter();
        Predicate<String> hasPicture = key -> byKey.getOrDefault(key, NOTHING).imageLength >= 0;
        others.count(counter, hasPicture, hasPicture, LeftOvers.Group::isAccompanied);
        Map<String, Long> unpaired = new TreeMap<>();
        counter.summary().byWords().forEach((cause, skipped) -> unpaired.put(cause, skipped.count()));
        return unpaired;
    }

    /** {@return the members that hold labels} */
    public Map<String, byte[]> labels() {
        Map<String, byte[]> labels = new TreeMap<>(members);
        labels.keySet().retainAll(LABELS);
        return labels;
    }

    /** The label: field {@code field} of the JSON, or the text of the member {@value #CLS}; null when there is none. */
    public @Nullable String label(String field) {
        if (field.equals(CLS)) {
            byte[] cls = members.get(CLS);
            String text = cls == null ? null : MemberText.decode(cls);
            return text == null ? null : text.strip();
        }
        byte[] json = members.get("json");
        String text = json == null ? null : MemberText.decode(json);
        if (text == null) {
            return null;
        }
        try {
            JsonNode value = JsonText.parse(text).get(field);
            boolean isLabel = value != null && value.isValueNode() && !value.isNull()
                    && !(value instanceof NumericNode number && number.isNaN());
            return isLabel ? value.asString() : null;
        } catch (JacksonException e) {
            return null; // counted as a picture without a label
        }
    }

    /** What was seen of a sample; of repeated members the first counts. */
    private static final class Parts {
        private final TxtLines lines;
        private final Map<String, byte[]> members = new HashMap<>();
        private Captions captions = Captions.NONE;
        private long imageOffset;
        private long imageLength = -1;
        private Members.@Nullable FilePlace place;

        Parts(TxtLines lines) {
            this.lines = lines;
        }

        void take(Members present, String extension) throws IOException {
            if (MemberName.mediaType(extension) != null) {
                if (imageLength < 0) {
                    imageOffset = present.offset();
                    imageLength = present.length();
                    place = present.place();
                }
            } else if (!members.containsKey(extension) && present.length() < LONGEST_MEMBER) {
                byte[] content = present.content();
                members.put(extension, content);
                captions = switch (extension) {
                    case "txt" -> captions.or(Captions.ofText(MemberText.decode(content), lines));
                    case "json" -> captions.or(Captions.ofJson(MemberText.decode(content)));
                    default -> captions;
                };
            }
        }
    }
}
