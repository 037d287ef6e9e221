/** The server of what was trained: embeddings, labels and search over HTTP. */
@NullMarked
package io.mode4j.serve;

import org.jspecify.annotations.NullMarked;
