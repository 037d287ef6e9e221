/** A mixture or one CLIP as Spring AI's embedding models. */
@NullMarked
package io.mode4j.springai;

import org.jspecify.annotations.NullMarked;
