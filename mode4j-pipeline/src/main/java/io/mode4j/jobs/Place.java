package io.mode4j.jobs;

/**
 * Where a process of a queue computes.
 *
 * @param device that it takes in place of the one that the run's options say; empty: that one
 * @param cores  that it has
 */
public record Place(String device, int cores) {

    /** In words. */
    @Override
    public String toString() {
        return device.isEmpty() || device.equals("cpu") ? cores == 1 ? "1 core" : cores + " cores" : device;
    }
}
