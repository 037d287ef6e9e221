package io.mode4j.cluster.kmeans;

import io.mode4j.cluster.balanced.Balance;
import io.mode4j.cluster.balanced.BalancedAssignment;
import io.mode4j.cluster.balanced.Capacity;
import io.mode4j.cluster.balanced.FitWatcher;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Piles;
import io.mode4j.cluster.points.ShiftedCenters;
import io.mode4j.work.Workers;
import java.util.Optional;

/** The assignment of a balanced fit; prices are kept from iteration to iteration. */
final class BalancedStep implements Lloyd.Step {
    private final BalancedAssignment assignment;
    private final KMeansOptions options;
    private final Balance balance;

    BalancedStep(Piles piles, Capacity capacity, KMeansOptions options, Balance balance, Centers first,
            FitWatcher watcher) {
        this.options = options;
        this.balance = balance;
        this.assignment = new BalancedAssignment(piles, capacity, new Workers(options.threads()),
                new ShiftedCenters(first, options.distance()), watcher);
    }

    @Override
    public Lloyd.Assigned assign(Centers centers) {
        BalancedAssignment.Assigned found = assignment.assign(new ShiftedCenters(centers, options.distance()), balance.maxGap());
        return new Lloyd.Assigned(centers, found.owners(), Optional.of(found.certificate()));
    }
}
