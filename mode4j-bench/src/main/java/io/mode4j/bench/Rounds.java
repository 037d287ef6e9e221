package io.mode4j.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs the contestants in turn, round after round, so that slow phases of the machine fall on all of them. */
final class Rounds {
    private Rounds() {}

    /**
     * Runs one round to warm up, which is not counted, then the counted rounds; prints a line a contestant, then ratios of the first to each
     * other.
     *
     * @param items what a run works through; results are items a second
     */
    static void run(String benchmark, int rounds, long items, String unit, List<? extends Contestant> contestants, PrintStream out)
            throws IOException {
        List<List<Double>> rates = new ArrayList<>();
        contestants.forEach(_ -> rates.add(new ArrayList<>()));
        for (int round = -1; round < rounds; round++) {
            for (int c = 0; c < contestants.size(); c++) {
                double rate = items / contestants.get(c).run();
                if (round >= 0) {
                    rates.get(c).add(rate);
                }
            }
        }
        List<Measurement> measured = new ArrayList<>();
        for (int c = 0; c < rates.size(); c++) {
            measured.add(new Measurement(benchmark, contestants.get(c).name(), unit + "/s", rates.get(c)));
        }
        out.println(Measurement.HEADER);
        measured.forEach(m -> out.println(m.line()));
        measured.stream().skip(1).forEach(peer -> out.println(measured.getFirst().over(peer).line()));
    }
}
