/** The method as a library: {@link io.mode4j.pipeline.Pipeline} runs the stages in a run directory, and knows how far each is. */
@NullMarked
package io.mode4j.pipeline;

import org.jspecify.annotations.NullMarked;
