/**
 * How work is shared out by parts, among threads and beyond, and stopped.
 */
@NullMarked
package io.mode4j.work;

import org.jspecify.annotations.NullMarked;
