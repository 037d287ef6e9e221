package io.mode4j.serve;

import io.mode4j.image.PictureHeader;
import io.mode4j.image.UndecodableImageException;
import java.util.Base64;

/** Pictures as clients send them: data URIs, base64, and addresses where these are allowed. Safe for use by many threads. */
final class Pictures {
    private static final String DATA = "data:";
    private static final String BASE64 = ";base64,";

    private final Limits limits;
    private final PictureUrls urls;

    Pictures(Limits limits, PictureUrls urls) {
        this.limits = limits;
        this.urls = urls;
    }

    /**
     * {@return the file of a picture: JPEG, PNG or WebP, of no more pixels than the limit}
     *
     * @param field names it in messages
     * @param text  a data URI, an address, or base64 alone
     */
    byte[] of(String field, String text, Deadline deadline) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return checked(field, urls.fetch(field, text, deadline));
        }
        String base64 = text;
        if (text.startsWith(DATA)) {
            int at = text.indexOf(BASE64);
            if (at < 0) {
                throw Problem.badRequest(field, field + ": expected a data URI with ;base64,");
            }
            base64 = text.substring(at + BASE64.length());
        }
        try {
            return checked(field, Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(field, field + ": expected a picture as base64 or as a data URI");
        }
    }

    /** Before anything is decoded: a header of a few bytes can claim gigabytes. */
    private byte[] checked(String field, byte[] file) {
        try {
            PictureHeader header = PictureHeader.of(file);
            if ((long) header.width() * header.height() > limits.pixels()) {
                throw Problem.badRequest(field,
                        "%s: expected a picture of at most %,d pixels, found %d × %d".formatted(field, limits.pixels(),
                                header.width(), header.height()));
            }
            return file;
        } catch (UndecodableImageException e) {
            throw Problem.badRequest(field, field + ": " + e.getMessage());
        }
    }
}
