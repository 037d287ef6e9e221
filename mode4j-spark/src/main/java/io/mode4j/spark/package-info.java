/**
 * The parts of stages on Apache Spark: {@link io.mode4j.spark.SparkRunner} is all that the stages know of it.
 */
@NullMarked
package io.mode4j.spark;

import org.jspecify.annotations.NullMarked;
