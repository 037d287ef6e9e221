/**
 * One page that tells what a run did and what came of it: {@link io.mode4j.report.ReportStage} reads the run directory and writes {@code evaluation/report.html},
 * self-contained, a class per section.
 */
@NullMarked
package io.mode4j.report;

import org.jspecify.annotations.NullMarked;
