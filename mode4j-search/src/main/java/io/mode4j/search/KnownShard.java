package io.mode4j.search;

/**
 * A shard as a commit lists it.
 *
 * @param name        as the index of a run names it; with a number behind where that name was taken
 * @param place       where it lies
 * @param number      which it is of the shards at that place
 * @param fingerprint of its content when its pictures were read
 * @param whole       whether all of its pictures are in the commit
 */
record KnownShard(String name, TwoWays place, int number, String fingerprint, boolean whole) {
    /** {@return the same, all of it read} */
    KnownShard read() {
        return new KnownShard(name, place, number, fingerprint, true);
    }
}
