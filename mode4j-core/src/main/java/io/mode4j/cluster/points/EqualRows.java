package io.mode4j.cluster.points;

import io.mode4j.linalg.Vectors;
import io.mode4j.work.Workers;
import java.util.Arrays;

/** Finds the rows that are equal to an earlier one: by a hash, then number by number. Used once. */
final class EqualRows {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Points points;
    private final Distance distance;
    private final Workers workers;
    private final long[] hashes; // [N]
    private final float[] row;
    private final float[] other;

    EqualRows(Points points, Distance distance, Workers workers) {
        this.points = points;
        this.distance = distance;
        this.workers = workers;
        this.hashes = new long[points.size()];
        this.row = new float[points.dim()];
        this.other = new float[points.dim()];
    }

    /** The first row that is equal to each row, {@code [N]}; its own number where none is. */
    int[] firstOfEach() {
        hash();
        int[] first = new int[hashes.length];
        int[] table = new int[1 << Math.min(30, 33 - Integer.numberOfLeadingZeros(first.length))]; // at most half full
        Arrays.fill(table, -1);
        for (int i = 0; i < first.length; i++) {
            int place = (int) (hashes[i] >>> 32) & table.length - 1;
            while (table[place] >= 0 && !equal(table[place], i)) {
                place = place + 1 & table.length - 1;
            }
            if (table[place] < 0) {
                table[place] = i;
            }
            first[i] = table[place];
        }
        return first;
    }

    private boolean equal(int i, int j) {
        if (hashes[i] != hashes[j]) {
            return false;
        }
        points.read(i, 1, row);
        points.read(j, 1, other);
        comparable(row, 0);
        comparable(other, 0);
        return Arrays.equals(row, other);
    }

    private void hash() {
        int dim = points.dim();
        workers.forEach(Math.ceilDiv(hashes.length, PointBlock.SIZE), () -> {
            float[] rows = new float[PointBlock.SIZE * dim];
            return piece -> {
                int from = piece * PointBlock.SIZE;
                int size = Math.min(PointBlock.SIZE, hashes.length - from);
                points.read(from, size, rows);
                for (int p = 0; p < size; p++) {
                    hashes[from + p] = hash(rows, p * dim, from + p);
                }
            };
        });
    }

    private long hash(float[] rows, int at, int index) {
        comparable(rows, at);
        long hash = 0;
        float square = 0;
        for (int d = at; d < at + points.dim(); d++) {
            square += rows[d] * rows[d];
            hash = (hash ^ Float.floatToRawIntBits(rows[d])) * MIX;
        }
        if (!Float.isFinite(square)) {
            throw PointBlock.notFinite(index);
        }
        return hash ^ hash >>> 29;
    }

    /** Makes a row what it is compared as: of length one under cosine, and without negative zeros. */
    private void comparable(float[] rows, int at) {
        int dim = points.dim();
        if (distance == Distance.COSINE) {
            Vectors.normalize(rows, at, dim);
        }
        for (int d = at; d < at + dim; d++) {
            rows[d] += 0f;
        }
    }
}
