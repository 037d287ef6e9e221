package io.mode4j.shard;

import java.util.Locale;

/** Why a sample cannot be used. */
public enum SkipCause {
    /** A caption without an image. */
    MISSING_IMAGE,
    /** An image of no bytes. */
    EMPTY_IMAGE,
    /** A row that says that its image could not be downloaded; many are in data that were, so that they do not count among the samples that may be skipped. */
    NOT_DOWNLOADED,
    /** An image, of a table, that is no JPEG, PNG or WebP. */
    NO_PICTURE,
    /** An image without a {@code .txt} or {@code .json}, or a {@code .json} without {@code texts}, {@code caption} and {@code text}. */
    MISSING_CAPTION,
    /** Captions, but all of them blank. */
    EMPTY_CAPTION,
    /** A field {@code texts}, {@code caption} or {@code text} of a {@code .json} that holds an object, a number or the like, and no text. */
    CAPTION_NOT_TEXT,
    /** A caption that is not UTF-8, nor UTF-16 that can be told. */
    INVALID_UTF8,
    /** A {@code .json} that is not a JSON object. */
    BAD_JSON,
    /** A member that was there before under the same name; the first one is kept. */
    DUPLICATE_KEY,
    /** An image of 2 GiB or more, or a caption of 16 MiB or more. */
    TOO_LARGE,
    /** A picture with its caption whose names have more dots: they pair if keys end at the last one. */
    DOTTED_KEY,
    /** A picture or a caption, or several members, of extensions that are not read, and no pair beside them. */
    UNKNOWN_EXTENSION,
    /** A pair that is not wanted, by its key. */
    LEFT_OUT;

    /** {@return whether members did not pair by their names} */
    public boolean isOfNames() {
        return this == MISSING_IMAGE || this == MISSING_CAPTION || this == DOTTED_KEY || this == UNKNOWN_EXTENSION;
    }

    /** {@return whether so many as may be skipped are of this cause as well} */
    boolean counts() {
        return this != NOT_DOWNLOADED && this != LEFT_OUT;
    }

    /** {@return the cause in words, as summaries have it} */
    public String words() {
        return switch (this) {
            case INVALID_UTF8 -> "invalid UTF-8";
            case BAD_JSON -> "bad JSON";
            case DOTTED_KEY -> "key with dots";
            default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
