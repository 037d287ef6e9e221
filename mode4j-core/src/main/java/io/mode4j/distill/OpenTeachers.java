package io.mode4j.distill;

import io.mode4j.artifact.Store;
import io.mode4j.distill.RoutedTeachers.Asked;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.ensemble.TextDistances;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.Distillation;
import io.mode4j.train.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What teachers say of the pairs of an index, read where it lies: the files of every shard, two a teacher, are mapped until closed. Safe for use by several threads. */
final class OpenTeachers implements Distillation.Teachers {
    private final List<Asked> teachers;
    private final RoutingRule rule;
    private final double weight;
    private final int dim;
    private final List<@Nullable Shard> shards = new ArrayList<>();

    /**
     * A shard's files, one of each kind a teacher.
     *
     * @param firstRow number of its first pair
     */
    private record Shard(long firstRow, List<NpyMatrix> features, List<NpyMatrix> distances) implements AutoCloseable {
        @Override
        public void close() {
            features.forEach(NpyMatrix::close);
            distances.forEach(NpyMatrix::close);
        }
    }

    private OpenTeachers(List<Asked> teachers, RoutingRule rule, double weight) {
        this.teachers = teachers;
        this.rule = rule;
        this.weight = weight;
        this.dim = teachers.stream().mapToInt(Asked::dim).sum();
    }

    static OpenTeachers of(SampleIndex index, List<Asked> teachers, RoutingRule rule, double weight) throws IOException {
        OpenTeachers opened = new OpenTeachers(teachers, rule, weight);
        try {
            for (int shard = 0; shard < index.shards(); shard++) {
                opened.shards.add(index.rows(shard) == 0 ? null : opened.open(index.name(shard) + ".npy", index.rowNumbers(shard)[0]));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private Shard open(String file, long firstRow) throws IOException {
        Shard shard = new Shard(firstRow, new ArrayList<>(), new ArrayList<>());
        try {
            for (Asked asked : teachers) {
                shard.features.add(matrix(asked.teacher().features(), file));
                shard.distances.add(matrix(asked.teacher().distances(), file));
            }
            return shard;
        } catch (IOException | RuntimeException e) {
            shard.close();
            throw e;
        }
    }

    private static NpyMatrix matrix(Path folder, String file) throws IOException {
        return Npy.openMatrix(Store.of(folder).local(file));
    }

    @Override
    public int dim() {
        return dim;
    }

    @Override
    public double weight() {
        return weight;
    }

    @Override
    public float[] vectors(Pair pair) {
        Shard shard = Objects.requireNonNull(shards.get(pair.shard()));
        long row = pair.row() - shard.firstRow;
        float[] weights = weights(shard, row);
        float[] vectors = new float[2 * dim];
        int from = 0;
        for (int k = 0; k < teachers.size(); k++) {
            Asked asked = teachers.get(k);
            float[] features = new float[2 * asked.dim()]; // the text's first
            shard.features.get(k).row(row, features);
            System.arraycopy(features, asked.dim(), vectors, from, asked.dim());
            double factor = weights[k] * asked.scale();
            for (int e = 0; e < asked.dim(); e++) {
                vectors[dim + from + e] = (float) (factor * features[e]);
            }
            from += asked.dim();
        }
        return vectors;
    }

    private float[] weights(Shard shard, long row) {
        double[] squared = new double[teachers.size()];
        float[] distance = new float[1];
        for (int k = 0; k < squared.length; k++) {
            shard.distances.get(k).row(row, distance);
            squared[k] = distance[0];
        }
        return rule.rounded(new TextDistances(new double[][]{squared}));
    }

    @Override
    public void close() {
        shards.stream().filter(Objects::nonNull).forEach(Shard::close);
    }
}
