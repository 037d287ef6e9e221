/** An index of pictures on disk that is searched by vectors, words and metadata, and changed while it is read. */
@NullMarked
package io.mode4j.search;

import org.jspecify.annotations.NullMarked;
