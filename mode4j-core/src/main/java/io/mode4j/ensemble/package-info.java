/**
 * From texts of a task to one answer of all experts: {@link io.mode4j.ensemble.RoutingRule} weights the experts, {@link io.mode4j.ensemble.WeightedScores}
 * sums their logits or similarities, {@link io.mode4j.ensemble.EnsembleStage} measures every model and every rule on every task.
 */
@NullMarked
package io.mode4j.ensemble;

import org.jspecify.annotations.NullMarked;
