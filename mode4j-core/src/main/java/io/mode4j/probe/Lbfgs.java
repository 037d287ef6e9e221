package io.mode4j.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function by L-BFGS: directions from the last steps and gradients, and steps that lessen the function enough (Armijo) and the slope too (Wolfe), found by
 * halving and doubling. Stateless.
 */
final class Lbfgs {

    private static final int MEMORY = 10;
    private static final int MOST_TRIES = 30;
    private static final double ENOUGH = 1e-4;
    private static final double SLOPE = 0.9;

    private Lbfgs() {}

    /** A function of n numbers. */
    @FunctionalInterface
    interface Objective {
        /** {@return the value at a point}; puts the gradient into the second array. */
        double at(double[] point, double[] gradient);
    }

    /** A step that was taken, and how the gradient changed. */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
    private record Change(double[] step, double[] gradient, double curvature) {}

    private static final class State {
        double[] point;
        double[] gradient;
        double value;

        State(double[] point, Objective objective) {
            this.point = point;
            this.gradient = new double[point.length];
            this.value = objective.at(point, gradient);
        }
    }

    /**
     * The least point that is found from a start.
     *
     * @param tolerance of the largest number of the gradient
     */
    static double[] minimum(Objective objective, double[] start, double tolerance, int mostSteps) {
        State now = new State(start.clone(), objective);
        Deque<Change> changes = new ArrayDeque<>();
        for (int step = 0; step < mostSteps && largest(now.gradient) > tolerance; step++) {
            double[] direction = direction(now.gradient, changes);
            State next = search(objective, now, direction, changes.isEmpty() ? 1 / Math.max(1, norm(now.gradient)) : 1);
            if (next == now) {
                break; // rounding hides any better point
            }
            double[] moved = difference(next.point, now.point);
            double[] turned = difference(next.gradient, now.gradient);
            double curvature = dot(moved, turned);
            if (curvature > 0) {
                changes.addLast(new Change(moved, turned, curvature));
                if (changes.size() > MEMORY) {
                    changes.removeFirst();
                }
            }
            now = next;
        }
        return now.point;
    }

    /** The two loops. */
    private static double[] direction(double[] gradient, Deque<Change> changes) {
        double[] direction = gradient.clone();
        double[] shares = new double[changes.size()];
        int i = shares.length;
        for (Iterator<Change> last = changes.descendingIterator(); last.hasNext();) {
            Change change = last.next();
            shares[--i] = dot(change.step, direction) / change.curvature;
            add(direction, -shares[i], change.gradient);
        }
        Change newest = changes.peekLast();
        double scale = newest == null ? 1 : newest.curvature / dot(newest.gradient, newest.gradient);
        for (int d = 0; d < direction.length; d++) {
            direction[d] *= scale;
        }
        for (Change change : changes) {
            add(direction, shares[i++] - dot(change.gradient, direction) / change.curvature, change.step);
        }
        for (int d = 0; d < direction.length; d++) {
            direction[d] = -direction[d];
        }
        return direction;
    }

    private static State search(Objective objective, State now, double[] direction, double first) {
        double slope = dot(now.gradient, direction);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double length = first;
        State best = now;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            double[] point = now.point.clone();
            add(point, length, direction);
            State found = new State(point, objective);
            if (!(found.value <= now.value + ENOUGH * length * slope)) {
                high = length;
            } else if (dot(found.gradient, direction) < SLOPE * slope) {
                low = length;
                best = found;
            } else {
                return found;
            }
            length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
        }
        return best;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }

    private static void add(double[] into, double factor, double[] values) {
        for (int i = 0; i < into.length; i++) {
            into[i] += factor * values[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double largest(double[] a) {
        double largest = 0;
        for (double value : a) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
