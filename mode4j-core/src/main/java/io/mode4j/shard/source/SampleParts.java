package io.mode4j.shard.source;

import io.mode4j.shard.Captions;
import io.mode4j.shard.MemberName;
import io.mode4j.shard.Members;
import io.mode4j.shard.Sample;
import io.mode4j.shard.SkipCause;
import io.mode4j.shard.TxtLines;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was seen of a sample, member by member, wherever in the shard they are. Holds captions, and never an image. Not safe for use by several threads. */
final class SampleParts {
    private static final int LONGEST_CAPTION = 1 << 24;

    private final TxtLines lines;
    /** A bit for each of {@link MemberName#READ}. */
    private int seen;
    private boolean severalLines;
    private Captions captions = Captions.NONE;
    private long imageOffset;
    private long imageLength = -1;
    private String mediaType = "";
    private int repeated;

    SampleParts(TxtLines lines) {
        this.lines = lines;
    }

    /** Takes the present member, whose extension is one that is read. */
    void take(Members members, String extension) throws IOException {
        int bit = 1 << MemberName.READ.indexOf(extension);
        boolean repeats = (seen & bit) != 0;
        seen |= bit;
        String imageType = MemberName.mediaType(extension);
        if (repeats) {
            // a repeated sample repeats its image and its caption, and counts once
            repeated += imageType == null && imageLength >= 0 ? 0 : 1;
        } else if (imageType == null) {
            captions = captions.or(members.length() < LONGEST_CAPTION ? captions(members, extension) : Captions.TOO_LONG);
        } else if (imageLength < 0) {
            imageOffset = members.offset();
            imageLength = members.length();
            mediaType = imageType;
        }
    }

    private Captions captions(Members members, String extension) throws IOException {
        String content = MemberText.decode(members.content());
        if (!extension.equals("txt")) {
            return Captions.ofJson(content);
        }
        severalLines = content != null && TxtLines.several(content);
        return Captions.ofText(content, lines);
    }

    /** {@return the sample that they make, if they have no problem} */
    Sample sample(String key) {
        return new Sample(key, captions.found(), imageOffset, (int) imageLength, mediaType);
    }

    /** {@return how often a member was there again} */
    int repeated() {
        return repeated;
    }

    /** {@return the extensions that were seen} */
    List<String> extensions() {
        return IntStream.range(0, MemberName.READ.size()).filter(i -> (seen & 1 << i) != 0).mapToObj(MemberName.READ::get).toList();
    }

    boolean hasImage() {
        return imageLength >= 0;
    }

    boolean hasCaption() {
        return !captions.found().isEmpty();
    }

    /** {@return whether the captions are of a {@code .txt} of several lines} */
    boolean hasSeveralLines() {
        return severalLines && captions.areOfText();
    }

    /** {@return why they make no pair; null when they do} */
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
