package io.mode4j.distill;

import io.mode4j.distill.RoutedTeachers.Asked;
import io.mode4j.ensemble.RoutingRule;
import io.mode4j.ensemble.TextDistances;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.shard.index.ShardMatrices;
import io.mode4j.train.Distillation;
import io.mode4j.train.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What teachers say of the pairs of an index, read where it lies: two files of every shard a teacher, until closed. Safe for use by several threads. */
final class OpenTeachers implements Distillation.Teachers {
    private final List<Asked> teachers;
    private final RoutingRule rule;
    private final double weight;
    private final int dim;
    private final List<ShardMatrices> features = new ArrayList<>();
    private final List<ShardMatrices> distances = new ArrayList<>();

    private OpenTeachers(List<Asked> teachers, RoutingRule rule, double weight) {
        this.teachers = teachers;
        this.rule = rule;
        this.weight = weight;
        this.dim = teachers.stream().mapToInt(Asked::dim).sum();
    }

    static OpenTeachers of(SampleIndex index, List<Asked> teachers, RoutingRule rule, double weight) throws IOException {
        OpenTeachers opened = new OpenTeachers(teachers, rule, weight);
        try {
            for (Asked asked : teachers) {
                opened.features.add(ShardMatrices.open(index, asked.teacher().features()));
                opened.distances.add(ShardMatrices.open(index, asked.teacher().distances()));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
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
        float[] weights = weights(pair);
        float[] vectors = new float[2 * dim];
        int from = 0;
        for (int k = 0; k < teachers.size(); k++) {
            Asked asked = teachers.get(k);
            float[] said = features.get(k).row(pair.shard(), pair.row()); // [2 dim], the text's first
            System.arraycopy(said, asked.dim(), vectors, from, asked.dim());
            double factor = weights[k] * asked.scale();
            for (int e = 0; e < asked.dim(); e++) {
                vectors[dim + from + e] = (float) (factor * said[e]);
            }
            from += asked.dim();
        }
        return vectors;
    }

    private float[] weights(Pair pair) {
        double[] squared = distances.stream().mapToDouble(teacher -> teacher.row(pair.shard(), pair.row())[0]).toArray();
        return rule.rounded(new TextDistances(new double[][]{squared}));
    }

    @Override
    public void close() {
        features.forEach(ShardMatrices::close);
        distances.forEach(ShardMatrices::close);
    }
}
