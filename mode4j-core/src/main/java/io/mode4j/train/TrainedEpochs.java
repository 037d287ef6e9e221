package io.mode4j.train;

/**
 * How far through its epochs a finished training came. No batch holds pairs of two epochs: what an epoch has left when it does not fill a batch was drawn, and not trained on.
 *
 * @param pairs
 *            an epoch
 * @param batchSize
 *            pairs a step
 * @param steps
 *            that were taken
 * @param undecodable
 *            of the pairs, as far as they were drawn, have a picture that cannot be decoded; which, is not known
 */
record TrainedEpochs(long pairs, long batchSize, long steps, long undecodable) {

    /** How many were begun. */
    long begun() {
        return endsInFirst() ? 1 : Math.ceilDiv(steps, batches());
    }

    /** A pair whose picture can be decoded is seen in an epoch if it is drawn before this place. */
    long surelySeen(long epoch) {
        return endsInFirst() ? drawnInFirst() : learnsAll(epoch) ? pairs : learnt(epoch);
    }

    /** And it is not, if it is not drawn before this one: in between, it depends on where the pictures are that cannot be decoded. */
    long maybeSeen(long epoch) {
        return endsInFirst() ? drawnInFirst() : learnsAll(epoch) ? pairs : learnt(epoch) + undecodable;
    }

    /** A training that goes on has met all that cannot be decoded, and so has drawn more than an epoch. */
    private boolean endsInFirst() {
        return drawnInFirst() <= pairs;
    }

    private long drawnInFirst() {
        return steps * batchSize + undecodable;
    }

    private boolean learnsAll(long epoch) {
        return learnt(epoch) == pairs - undecodable;
    }

    /** How many pairs of an epoch came into batches. */
    private long learnt(long epoch) {
        return Math.min(batches(), steps - epoch * batches()) * Math.min(batchSize, pairs - undecodable);
    }

    /** Of a whole epoch; one that has fewer pairs than a batch makes one of all. */
    private long batches() {
        return Math.max(1, (pairs - undecodable) / batchSize);
    }
}
