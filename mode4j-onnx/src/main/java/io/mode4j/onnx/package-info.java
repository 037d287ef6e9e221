/** Sentence encoders that run on ONNX Runtime: the bundled all-MiniLM-L6-v2, from plain strings to unit vectors. No ONNX type leaves this package. */
@NullMarked
package io.mode4j.onnx;

import org.jspecify.annotations.NullMarked;
