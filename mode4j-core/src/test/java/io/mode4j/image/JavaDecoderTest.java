package io.mode4j.image;

/** The decoder in plain Java. */
class JavaDecoderTest extends PictureDecoderContract {

    @Override
    protected PictureDecoder decoder() {
        return PictureDecoder.plainJava();
    }

    @Override
    protected double tolerance(String picture) {
        return picture.endsWith(".webp") ? 1.5 : 0.5; // its lossy WebP repeats the colours of half resolution
    }
}
