/**
 * The parts of stages on Apache Spark: {@link io.mode4j.spark.SparkCluster} is all that the others know of it.
 */
@NullMarked
package io.mode4j.spark;

import org.jspecify.annotations.NullMarked;
