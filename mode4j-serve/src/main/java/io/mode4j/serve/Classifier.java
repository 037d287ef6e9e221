package io.mode4j.serve;

import io.mode4j.clip.Clip;
import io.mode4j.mixture.ModeClassifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model that is asked about some labels.
 *
 * @param pictures answers pictures; one object, so that those of many requests are computed together
 * @param mixture  who counts how much; nothing where one model is asked
 */
record Classifier(Batcher.Work<byte[], Answer> pictures, Optional<ModeClassifier> mixture) {

    /**
     * What is said of a picture. K labels.
     *
     * @param together [K] probabilities
     * @param alone    [asked experts, K] probabilities of each by itself; none where one model is asked
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
    record Answer(double[] together, double[][] alone) {}

    static Classifier of(ModeClassifier mixture) {
        return new Classifier(pictures -> {
            ModeClassifier.Answers answers = mixture.explain(pictures);
            return IntStream.range(0, pictures.size())
                    .mapToObj(p -> new Answer(answers.together()[p],
                            Arrays.stream(answers.alone()).map(expert -> expert[p]).toArray(double[][]::new)))
                    .toList();
        }, Optional.of(mixture));
    }

    static Classifier of(Clip model, float[][] classifier) {
        return new Classifier(pictures -> Arrays.stream(model.classify(pictures, classifier))
                .map(together -> new Answer(together, new double[0][]))
                .toList(), Optional.empty());
    }
}
