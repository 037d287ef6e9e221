package io.mode4j.probe;

import io.mode4j.artifact.RandomStream;
import io.mode4j.work.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * CLIP_benchmark's training: AdamW through all pictures, in an order of its own each epoch. All classifiers see the same batches; those of one thread are trained as one
 * wide matrix.
 */
final class AdamWTrainer implements ProbeTrainer {

    private final ProbeOptions options;
    private final LinearHead initial;

    AdamWTrainer(ProbeOptions options, LinearHead initial) {
        this.options = options;
        this.initial = initial;
    }

    @Override
    public List<LinearHead> train(ProbeData data, double[] decays) {
        int groups = Math.min(options.threads(), decays.length);
        LinearHead[] heads = new LinearHead[decays.length];
        new Workers(groups).forEach(groups, () -> g -> {
            int from = g * decays.length / groups;
            int to = (g + 1) * decays.length / groups;
            WideAdamW training = group(data, Arrays.copyOfRange(decays, from, to));
            for (int h = from; h < to; h++) {
                heads[h] = training.head(h - from);
            }
        });
        return List.of(heads);
    }

    private WideAdamW group(ProbeData data, double[] decays) {
        int steps = Math.ceilDiv(data.size(), options.batch());
        WideAdamW training = new WideAdamW(data, decays, initial, options.learningRate(), Math.min(options.batch(), data.size()),
                (long) steps * options.epochs());
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            int[] order = IntStream.range(0, data.size()).toArray();
            RandomStream.shuffle(order, RandomStream.of(options.seed(), "probe order", epoch));
            for (int from = 0; from < order.length; from += options.batch()) {
                training.step(order, from, Math.min(order.length, from + options.batch()));
            }
        }
        return training;
    }
}
