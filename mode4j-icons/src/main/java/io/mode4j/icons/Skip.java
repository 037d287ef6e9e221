package io.mode4j.icons;

import java.util.Locale;

/** Why an icon is left out, as it is counted. */
enum Skip {
    /** An emoji that differs from another in the skin tone only. */
    SKIN_TONE,
    /** A flag whose code has no name that we know. */
    UNNAMED,
    /** Another icon of a held-out set has the same name. */
    SAME_NAME,
    /** Contains text, which would look different with every machine's fonts. */
    TEXT,
    /** Contains or refers to another picture. */
    EMBEDDED_IMAGE,
    /** Nothing but white. */
    BLANK,
    /** The SVG library cannot read or draw it. */
    FAILED,
    /** Another icon of a held-out set has the same pixels. */
    SAME_PICTURE,
    /** A training icon with the pixels of a held-out one. */
    HELD_OUT_PICTURE,
    /** A training icon that is nearly a copy of a held-out one. */
    HELD_OUT_LOOKALIKE,
    /** A training icon with the pixels and the caption of another. */
    SAME_PAIR;

    /** The name in summaries: {@code skin_tone}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
