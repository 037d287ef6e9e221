package io.mode4j.cluster;

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
        Certificate certificate = assignment.assign(new ShiftedCenters(centers, options.distance()), balance.maxGap());
        return new Lloyd.Assigned(centers, assignment.owners(), Optional.of(certificate));
    }
}
