/** The mode4j command: options, configuration files, progress on the terminal, and {@link io.mode4j.pipeline.Pipeline}, the paper in about nine calls. */
@NullMarked
package io.mode4j.cli;

import org.jspecify.annotations.NullMarked;
