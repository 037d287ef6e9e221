/** Tracing: whose data is in which model. */
@NullMarked
package io.mode4j.trace;

import org.jspecify.annotations.NullMarked;
