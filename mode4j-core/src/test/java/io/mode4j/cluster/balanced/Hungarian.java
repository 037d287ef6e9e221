package io.mode4j.cluster.balanced;

import java.util.Arrays;

/** The naive oracle: an optimal assignment of rows to columns, by the Hungarian algorithm with potentials, O(rows^2 columns). */
public final class Hungarian {
    private Hungarian() {}

    /** The least cost of giving each of the n rows a column of its own; there are at least as many columns. */
    static double cost(double[][] costs) {
        int n = costs.length;
        int m = costs[0].length;
        double[] u = new double[n + 1];
        double[] v = new double[m + 1];
        int[] row = new int[m + 1];
        int[] way = new int[m + 1];
        for (int i = 1; i <= n; i++) {
            row[0] = i;
            int column = 0;
            double[] least = new double[m + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[m + 1];
            do {
                used[column] = true;
                int from = row[column];
                int next = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int j = 1; j <= m; j++) {
                    if (!used[j]) {
                        double reduced = costs[from - 1][j - 1] - u[from] - v[j];
                        if (reduced < least[j]) {
                            least[j] = reduced;
                            way[j] = column;
                        }
                        if (least[j] < delta) {
                            delta = least[j];
                            next = j;
                        }
                    }
                }
                for (int j = 0; j <= m; j++) {
                    if (used[j]) {
                        u[row[j]] += delta;
                        v[j] -= delta;
                    } else {
                        least[j] -= delta;
                    }
                }
                column = next;
            } while (row[column] != 0);
            while (column != 0) {
                row[column] = row[way[column]];
                column = way[column];
            }
        }
        double sum = 0;
        for (int j = 1; j <= m; j++) {
            if (row[j] > 0) {
                sum += costs[row[j] - 1][j - 1];
            }
        }
        return sum;
    }

    /** The least cost of giving points to clusters of {@code lo .. hi} points. */
    public static double balanced(double[][] costs, int lo, int hi) {
        int n = costs.length;
        int clusters = costs[0].length;
        int forced = clusters * lo;
        double penalty = 1e6; // more than any sum of costs here: lo places of each cluster are filled first
        double[][] places = new double[n][clusters * hi];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < places[i].length; j++) {
                places[i][j] = costs[i][j % clusters] + (j < forced ? 0 : penalty);
            }
        }
        return cost(places) - penalty * (n - forced);
    }
}
