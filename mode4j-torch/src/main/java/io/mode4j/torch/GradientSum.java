package io.mode4j.torch;

import io.mode4j.clip.ParameterSpec;
import io.mode4j.torch.ranks.TorchRanks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Adds up a step's gradients over the shards of all ranks: those of the image tower, most of a usual model's, while those of the text tower are computed. Used by one thread.
 */
final class GradientSum {
    private static final String IMAGE_TOWER = "visual.";

    private final TorchRanks ranks;
    private final List<Stretch> imageTower = new ArrayList<>();
    private final List<Stretch> others = new ArrayList<>();
    private final List<TorchRanks.Sum> begun = new ArrayList<>();

    /** A part of the gradients of what is behind the token embedding. */
    private record Stretch(long from, long length) {}

    GradientSum(Parameters parameters, TorchRanks ranks) {
        this.ranks = ranks;
        List<ParameterSpec> specs = parameters.specs()
                .stream()
                .skip(1)
                .sorted(Comparator.comparingLong(parameters::offset))
                .toList();
        long from = parameters.tableEnd();
        for (int i = 0; i < specs.size(); i++) {
            long to = i + 1 < specs.size() ? parameters.offset(specs.get(i + 1)) : parameters.flat().size(0);
            if (i + 1 == specs.size() || isOfImages(specs.get(i)) != isOfImages(specs.get(i + 1))) {
                (isOfImages(specs.get(i)) ? imageTower : others).add(new Stretch(from - parameters.tableEnd(), to - from));
                from = to;
            }
        }
    }

    private static boolean isOfImages(ParameterSpec spec) {
        return spec.name().startsWith(IMAGE_TOWER);
    }

    /** Begins with the image tower, whose gradients the shards have. */
    void beginImageTower(List<Tensor> gradients) throws IOException {
        begin(imageTower, gradients);
    }

    /** Begins with what is left. */
    void beginRest(List<Tensor> gradients) throws IOException {
        if (begun.isEmpty()) { // of a rank without pairs
            beginImageTower(gradients);
        }
        begin(others, gradients);
    }

    private void begin(List<Stretch> stretches, List<Tensor> gradients) throws IOException {
        for (Stretch stretch : stretches) {
            Tensor sum = gradients.getFirst().narrow(0, stretch.from(), stretch.length());
            gradients.subList(1, gradients.size()).forEach(more -> sum.add_(more.narrow(0, stretch.from(), stretch.length())));
            begun.add(ranks.start(sum));
        }
    }

    /** Waits for the sums, which stand in the first shard's place then. */
    void finish() throws IOException {
        for (TorchRanks.Sum sum : begun) {
            sum.finish();
        }
        begun.clear();
    }
}
