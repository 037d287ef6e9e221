package io.mode4j.shard;

import java.util.Locale;

/** Why a sample cannot be used. */
public enum SkipCause {
    /** A caption without an image. */
    MISSING_IMAGE,
    /** An image of no bytes. */
    EMPTY_IMAGE,
    /** An image without a {@code .txt} or {@code .json}, or a {@code .json} without {@code texts}, {@code caption} and {@code text}. */
    MISSING_CAPTION,
    /** Captions, but all of them blank. */
    EMPTY_CAPTION,
    /** A caption that is not UTF-8. */
    INVALID_UTF8,
    /** A {@code .json} that is not a JSON object. */
    BAD_JSON,
    /** A member that was there before under the same name; the first one is kept. */
    DUPLICATE_KEY,
    /** An image of 2 GiB or more, or a caption of 16 MiB or more. */
    TOO_LARGE;

    /** {@return the cause in words, as summaries have it} */
    public String words() {
        return this == INVALID_UTF8 ? "invalid UTF-8" : this == BAD_JSON ? "bad JSON" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
