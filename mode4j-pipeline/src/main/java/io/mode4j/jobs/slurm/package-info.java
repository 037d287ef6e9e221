/** The jobs of a run in Slurm: their batch scripts, submitting them, and what became of them. */
@NullMarked
package io.mode4j.jobs.slurm;

import org.jspecify.annotations.NullMarked;
