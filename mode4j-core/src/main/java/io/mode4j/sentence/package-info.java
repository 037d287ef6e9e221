/** Sentence encoders that lie in folders, as sentence-transformers and Hugging Face lay them out: what a folder says of its model, and its weights. What computes is elsewhere. */
@NullMarked
package io.mode4j.sentence;

import org.jspecify.annotations.NullMarked;
