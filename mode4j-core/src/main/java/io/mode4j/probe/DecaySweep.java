package io.mode4j.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * The search for the best weight decay: 97 values from 1e-6 to 1e2, evenly in their logarithm; first each sixteenth of them, then the best and those 8, 4, 2 and 1 steps beside it.
 * CLIP_benchmark's, but that none is trained twice: equal seeds give equal classifiers. Not thread-safe.
 */
final class DecaySweep {

    static final int COUNT = 97;
    private static final int FIRST_SPAN = 8;
    private static final double LOWEST = -6;
    private static final double HIGHEST = 2;

    private final ProbeTrainer trainer;
    private final ProbeData train;
    private final ToDoubleFunction<LinearHead> accuracy;
    private final TreeMap<Integer, Double> known = new TreeMap<>();

    /** @param accuracy of a classifier, by which they are compared */
    DecaySweep(ProbeTrainer trainer, ProbeData train, ToDoubleFunction<LinearHead> accuracy) {
        this.trainer = trainer;
        this.train = train;
        this.accuracy = accuracy;
    }

    /** The decay of a place in the list. */
    static double decay(int place) {
        return Math.pow(10, LOWEST + place * (HIGHEST - LOWEST) / (COUNT - 1));
    }

    /** The place of the best. */
    int best() {
        List<Integer> coarse = new ArrayList<>();
        for (int place = 0; place < COUNT; place += 2 * FIRST_SPAN) {
            coarse.add(place);
        }
        int peak = peak(coarse);
        for (int span = FIRST_SPAN; span > 0; span /= 2) {
            peak = peak(List.of(Math.max(peak - span, 0), peak, Math.min(peak + span, COUNT - 1)));
        }
        return peak;
    }

    /** Of equals the first; the lowest decay if none is right about anything. */
    private int peak(List<Integer> places) {
        TreeSet<Integer> missing = new TreeSet<>(places);
        missing.removeAll(known.keySet());
        List<LinearHead> heads = trainer.train(train, missing.stream().mapToDouble(DecaySweep::decay).toArray());
        int trained = 0;
        for (int place : missing) {
            known.put(place, accuracy.applyAsDouble(heads.get(trained++)));
        }
        int best = 0;
        double most = 0;
        for (int place : places) {
            if (known.getOrDefault(place, 0.0) > most) {
                most = known.getOrDefault(place, 0.0);
                best = place;
            }
        }
        return best;
    }
}
