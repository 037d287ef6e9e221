package io.mode4j.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one shard: joins its members to samples by key, wherever in the shard they are, in the order in which the keys first appear. Holds the
 * captions of one shard in memory, and never an image.
 *
 * @param samples what can be used
 * @param summary what cannot, and why
 */
record ShardScan(List<Sample> samples, ShardSummary summary) {
    private static final int LONGEST_CAPTION = 1 << 24;
    private static final List<String> EXTENSIONS = List.of("json", "txt", "jpg", "jpeg", "png", "webp");

    /**
     * {@return the scan of a shard}
     *
     * @param lines what the lines of a {@code .txt} are
     * @throws io.mode4j.artifact.DamagedException when the tar is corrupt or cut short
     */
    static ShardScan of(Path shard, TxtLines lines) throws IOException {
        Map<String, Parts> byKey = new LinkedHashMap<>();
        try (TarReader tar = new TarReader(shard)) {
            while (tar.next()) {
                String key = Members.key(tar.name());
                if (key != null) {
                    String extension = Members.extension(tar.name());
                    if (EXTENSIONS.contains(extension)) {
                        byKey.computeIfAbsent(key, _ -> new Parts(lines)).take(tar, extension);
                    }
                }
            }
        }
        return of(byKey);
    }

    private static ShardScan of(Map<String, Parts> byKey) {
        List<Sample> samples = new ArrayList<>(byKey.size());
        ShardSummary.Counter counter = new ShardSummary.Counter();
        byKey.forEach((key, parts) -> {
            if (parts.repeated > 0) {
                counter.skip(SkipCause.DUPLICATE_KEY, parts.repeated, List.of(key));
            }
            SkipCause problem = parts.problem();
            if (problem == null) {
                samples.add(new Sample(key, parts.captions.found(), parts.imageOffset, (int) parts.imageLength, parts.mediaType));
            } else {
                counter.skip(problem, 1, List.of(key));
            }
        });
        counter.addRows(samples.size());
        counter.addSeveralLines(byKey.values().stream().filter(parts -> parts.problem() == null && parts.hasSeveralLines()).count());
        return new ShardScan(samples, counter.summary());
    }

    /** What was seen of a sample. */
    private static final class Parts {
        /** A bit for each of the extensions. */
        private int seen;
        private final TxtLines lines;
        private boolean severalLines;
        private Captions captions = Captions.NONE;
        private long imageOffset;
        private long imageLength = -1;
        private String mediaType = "";
        private int repeated;

        Parts(TxtLines lines) {
            this.lines = lines;
        }

        void take(TarReader tar, String extension) throws IOException {
            int bit = 1 << EXTENSIONS.indexOf(extension);
            boolean repeats = (seen & bit) != 0;
            seen |= bit;
            String imageType = Members.mediaType(extension);
            if (repeats) {
                // a repeated sample repeats its image and its caption, and counts once
                repeated += imageType == null && imageLength >= 0 ? 0 : 1;
            } else if (imageType == null) {
                captions = captions.or(tar.length() < LONGEST_CAPTION ? captions(tar, extension) : Captions.TOO_LONG);
            } else if (imageLength < 0) {
                imageOffset = tar.offset();
                imageLength = tar.length();
                mediaType = imageType;
            }
        }

        private Captions captions(TarReader tar, String extension) throws IOException {
            byte[] content = tar.content();
            if (!extension.equals("txt")) {
                return Captions.ofJson(content);
            }
            severalLines = TxtLines.several(content);
            return Captions.ofText(content, lines);
        }

        /** Whether the captions are of a {@code .txt} of several lines. */
        boolean hasSeveralLines() {
            return severalLines && captions.areOfText();
        }

        @Nullable
        SkipCause problem() {
            if (imageLength < 0) {
                return SkipCause.MISSING_IMAGE;
            }
            if (imageLength == 0) {
                return SkipCause.EMPTY_IMAGE;
            }
            return imageLength > Integer.MAX_VALUE ? SkipCause.TOO_LARGE : captions.problem();
        }
    }
}
