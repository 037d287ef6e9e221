package io.mode4j.image;

/**
 * Decodes JPEG, PNG and WebP files. Implementations are safe for use by many threads, and for any bytes whatsoever: they check what a header claims before they
 * allocate, and answer damage with an exception. They give the samples that Pillow gives: no colour profile is applied and EXIF orientation is ignored.
 */
public interface PictureDecoder {

    /**
     * Decodes one picture. Its samples are the caller's until the same thread decodes the next.
     *
     * @param file
     *            a whole file
     * @param enough
     *            a picture may be decoded at a half, quarter or eighth of its size while its shortest side keeps this many samples
     * @throws UndecodableImageException
     *             naming the cause
     */
    Picture decode(byte[] file, int enough) throws UndecodableImageException;

    /** The decoder in plain Java, which always decodes in full: PNG at full speed, JPEG and WebP slowly. */
    static PictureDecoder plainJava() {
        return (file, _) -> JavaDecoder.decode(file);
    }
}
