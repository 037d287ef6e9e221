package io.mode4j.cli;

import io.mode4j.cluster.ClusterOptions;
import io.mode4j.plan.Calibration;
import io.mode4j.plan.Plan;
import java.util.List;
import java.util.Locale;

/** A plan as a table on standard output, and what to know of it. */
final class PlanTable {
    private static final String ROW = "%-42s %8s %12s %10s %10s %12s%n";
    private static final double LARGE_SAMPLE = 1e7;
    private static final List<String> BYTES = List.of("B", "kB", "MB", "GB", "TB", "PB");
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;

    private final Calibration calibration;
    private final long pairs;
    private final int workers;
    private final ClusterOptions clusters;

    PlanTable(Calibration calibration, long pairs, int workers, ClusterOptions clusters) {
        this.calibration = calibration;
        this.pairs = pairs;
        this.workers = workers;
        this.clusters = clusters;
    }

    void print(List<Plan.Step> plan) {
        System.out.printf(Locale.ROOT, "%,d pairs, %s like this machine (%s, measured %s with %s)%n%n", pairs,
                workers == 1 ? "one worker" : "%,d workers".formatted(workers),
                calibration.machine(), calibration.made(), String.join(", ", calibration.options().values()));
        System.out.printf(Locale.ROOT, ROW, "stage", "workers", "time", "read", "written", "memory each");
        for (Plan.Step step : plan) {
            System.out.printf(Locale.ROOT, ROW, step.name(), step.workers(), time(step.seconds()), bytes(step.read()),
                    bytes(step.written()), bytes(step.memory()));
        }
        System.out.printf(Locale.ROOT, ROW, "in all", "", time(plan.stream().mapToDouble(Plan.Step::seconds).sum()),
                bytes(plan.stream().mapToDouble(Plan.Step::read).sum()),
                bytes(plan.stream().mapToDouble(Plan.Step::written).sum()), "");
        System.out.printf(Locale.ROOT,
                "%nTime is shared out among workers without loss, that of training too. Evaluation is not in it: it depends on the tasks.%n");
        if (clusters.sampleFor(pairs) > LARGE_SAMPLE) {
            System.out.printf(Locale.ROOT,
                    "The fit is one machine's, in its memory: on a smaller sample, and with passes over all pairs, it is --sample %s --passes 5.%n",
                    String.format(Locale.ROOT, "%.1g", 1e6 / pairs));
        }
    }

    /** 12.3 s, 4.5 min, 7.8 h, 3.1 days. */
    static String time(double seconds) {
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        if (seconds < HOUR) {
            return String.format(Locale.ROOT, "%.1f min", seconds / MINUTE);
        }
        return seconds < DAY ? String.format(Locale.ROOT, "%.1f h", seconds / HOUR)
                : String.format(Locale.ROOT, "%,.1f days", seconds / DAY);
    }

    /** 512 B, 1.5 MB, 2.5 TB; units of 1,000. */
    static String bytes(double count) {
        double rest = count;
        int unit = 0;
        while (rest >= 999.5 && unit < BYTES.size() - 1) {
            rest /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || rest >= 99.95 ? "%.0f %s" : "%.1f %s", rest, BYTES.get(unit));
    }
}
