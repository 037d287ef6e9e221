/** Shards. */
@NullMarked
package io.mode4j.onnx;

import org.jspecify.annotations.NullMarked;
