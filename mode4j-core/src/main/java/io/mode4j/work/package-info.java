/**
 * How work is shared out among threads, and stopped.
 */
@NullMarked
package io.mode4j.work;

import org.jspecify.annotations.NullMarked;
