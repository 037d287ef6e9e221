/**
 * How a run grows: what is new in pairs that arrive, which of them an expert learns from, centres for what was never seen.
 */
@NullMarked
package io.mode4j.growth;

import org.jspecify.annotations.NullMarked;
