/**
 * Decoding of JPEG and WebP by the native libraries that OpenCV brings: libjpeg-turbo and libwebp.
 */
@NullMarked
package io.mode4j.opencv;

import org.jspecify.annotations.NullMarked;
