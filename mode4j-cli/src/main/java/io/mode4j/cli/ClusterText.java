package io.mode4j.cli;

import io.mode4j.cluster.Clusters;
import io.mode4j.ensemble.ExpertNeeds.Match;
import io.mode4j.ensemble.ExpertNeeds.Need;
import io.mode4j.ensemble.ExpertNeeds;
import io.mode4j.report.ClusterOverview.Coarse;
import io.mode4j.report.ClusterOverview.Duplicates;
import io.mode4j.report.ClusterOverview.Fitted;
import io.mode4j.report.ClusterOverview.Level;
import io.mode4j.report.ClusterOverview;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The clusters of a run, for people at a terminal. Stateless. */
final class ClusterText {
    private static final String LEVEL = "%-8s%10s%12s%14s%12s%10s%18s%12s%12s%n";
    private static final int CAPTIONS = 3;
    private static final int CLASSES = 20;

    private ClusterText() {}

    static void print(ClusterOverview overview, PrintStream out) {
        out.printf(Locale.ROOT, "%,d pairs, hierarchy %s, %s distance, %.4f to the fine centre on average%n", overview.pairs(),
                overview.hierarchy(), overview.distance(), overview.meanDistance());
        Duplicates duplicates = overview.duplicates();
        if (duplicates != null && duplicates.countedAs() < duplicates.largest()) {
            out.printf(Locale.ROOT, "%,d equal embeddings count as %,d in the fit, of the sample's %,d %,d are distinct%n",
                    duplicates.largest(),
                    duplicates.countedAs(), duplicates.sample(), duplicates.distinct());
        }
        out.println();
        out.printf(Locale.ROOT, LEVEL, "level", "clusters", "fitted on", "sizes there", "inertia", "gap", "pairs each", "imbalance",
                "silhouette");
        level("fine", overview.fine(), out);
        level("coarse", overview.coarse(), out);
        for (Coarse coarse : overview.experts()) {
            out.printf(Locale.ROOT, "%nexpert-%d: %,d pairs (%.1f %%), %d fine centres, spread %.3f, training priority %d%s%n",
                    coarse.expert(), coarse.pairs(), 100 * coarse.share(), coarse.fineCenters(), coarse.spread(),
                    coarse.trainingPriority(), coarse.silhouette() == null ? "" : ", silhouette " + number(coarse.silhouette()));
            out.println("  words    " + String.join(" · ", coarse.words()));
            out.println("  nearest  " + coarse.nearestCaptions().stream().limit(CAPTIONS).collect(Collectors.joining(" | ")));
        }
        out.println();
    }

    private static void level(String name, Level level, PrintStream out) {
        Fitted fit = level.fit();
        out.printf(Locale.ROOT, LEVEL, name, count(level.clusters()), fit == null ? "-" : count(fit.points()),
                fit == null ? "-" : range(fit.smallest(), fit.largest()),
                fit == null ? "-" : String.format(Locale.ROOT, "%.1f", fit.inertia()),
                fit == null ? "-" : gap(fit.dualityGap()), range(level.smallest(), level.largest()), number(level.imbalance()),
                number(level.silhouette()));
    }

    /** What a task needs. */
    static void print(ExpertNeeds prior, Clusters clusters, PrintStream out) {
        out.printf(Locale.ROOT, "%,d classes, near to %,d of the %,d fine centres%n", prior.classes().size(), prior.fineCenters().size(),
                clusters.fine().count());
        out.printf(Locale.ROOT, "%-12s%10s%16s%18s%n", "expert", "classes", "paper's rule", "nearest rule");
        for (Need need : prior.experts()) {
            out.printf(Locale.ROOT, "%-12s%10d%14.1f %%%16.1f %%%n", "expert-" + need.expert(), need.classes(), 100 * need.paperWeight(),
                    100 * need.nearestWeight());
        }
        for (Match match : prior.classes().stream().limit(CLASSES).toList()) {
            out.printf(Locale.ROOT, "  %s: expert-%d, fine centre %d at %.3f%n", match.name(), match.expert(), match.fineCenter(),
                    match.distance());
        }
        int left = prior.classes().size() - CLASSES;
        out.println(left > 0 ? "  and " + left + " more; --json has all\n" : "");
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String range(long least, long most) {
        return least == most ? count(least) : count(least) + " to " + count(most);
    }

    private static String gap(@Nullable Double gap) {
        return gap == null ? "-" : gap < 1e-9 ? "0" : String.format(Locale.ROOT, "%.2g %%", 100 * gap);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
