/** Benchmarks beside the Python programs that do the same work, both on the same data, cores and moments. See {@code docs/benchmarks.md}. */
@NullMarked
package io.mode4j.bench;

import org.jspecify.annotations.NullMarked;
