package io.mode4j.torch;

import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.NearCaptions;
import io.mode4j.clip.SoftTargets;
import java.io.IOException;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Which loss a model learns a batch by: that of its pairs, as its architecture has it, and that of its teachers, where it has some. */
record BatchLoss(ClipConfig config, Parameters parameters, PinnedThreads workers) {

    /**
     * {@return the loss of a batch and its gradients}
     *
     * @param images
     *            [n, E], of all ranks, not normalised
     * @param texts
     *            [n, E], of all ranks, not normalised
     * @param own
     *            the pairs that this rank computes
     */
    PairLoss of(ClipBatch batch, Tensor images, Tensor texts, OwnRows own) throws IOException {
        Tensor ids = captionIds(batch);
        PairLoss ofPairs = ofPairs(images, texts, negatives(batch, ids), own);
        SoftTargets targets = batch.softTargets();
        if (targets == null) {
            return ofPairs;
        }
        Tensor teachers = Tensors.ofFloats(targets.vectors(), parameters.device(), targets.pairs(), 2, targets.dim());
        return ofPairs.mixed(DistillationLoss.of(images, texts, logScale(), teachers, ids, own, workers), targets.weight());
    }

    private Negatives negatives(ClipBatch batch, Tensor ids) {
        NearCaptions near = batch.nearCaptions();
        return near == null ? Negatives.of(ids)
                : new Negatives(ids, near, Tensors.ofFloats(near.vectors(), parameters.device(), near.pairs(), near.dim()));
    }

    private PairLoss ofPairs(Tensor images, Tensor texts, Negatives negatives, OwnRows own) throws IOException {
        return config.initLogitBias() == null ? ContrastiveLoss.of(images, texts, logScale(), negatives, own, workers)
                : SigmoidLoss.of(images, texts, logScale(), parameters.value(ClipParameters.LOGIT_BIAS), negatives, own, workers);
    }

    private Tensor logScale() {
        return parameters.value(ClipParameters.LOGIT_SCALE);
    }

    private Tensor captionIds(ClipBatch batch) {
        long[] ids = IntStream.of(batch.captionIds()).asLongStream().toArray();
        return Tensors.ofLongs(ids, parameters.device(), ids.length);
    }
}
