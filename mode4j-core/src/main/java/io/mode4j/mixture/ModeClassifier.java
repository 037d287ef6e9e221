package io.mode4j.mixture;

import io.mode4j.ensemble.Votes;
import io.mode4j.ensemble.WeightedScores;
import io.mode4j.image.Images;
import io.mode4j.linalg.Softmax;
import io.mode4j.linalg.Vectors;
import io.mode4j.task.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mixture that is asked about one set of labels: the experts' weights are fixed, and experts that count too little never see a picture. Made by
 * {@link Mode#classifier}; asks the mixture's models, and so ends with it. Safe for use by many threads. K labels, C experts.
 */
public final class ModeClassifier {

    /**
     * An expert that is asked.
     *
     * @param expert its name
     * @param texts  [K, E] unit vectors of the labels
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
    record Vote(String expert, ExpertModel model, double weight, float[][] texts) {}

    private final Images images;
    private final List<String> experts;
    private final float[] weights;
    private final float[][] ofLabels;
    private final List<Vote> votes;
    private final double error;
    private final List<NearestCenter> nearest;

    /**
     * A mixture for these labels.
     *
     * @param ofLabels [K, C] where each label weighs the experts, and all of these are asked; else empty
     */
    ModeClassifier(Images images, List<String> experts, float[] weights, float[][] ofLabels, List<Vote> votes, double error,
            List<NearestCenter> nearest) {
        this.images = images;
        this.experts = List.copyOf(experts);
        this.weights = weights;
        this.ofLabels = ofLabels;
        this.votes = List.copyOf(votes);
        this.error = error;
        this.nearest = List.copyOf(nearest);
    }

    /**
     * Logits [pictures, K]: the weighted sums of the experts' scaled similarities; where each label weighs, the logarithms of the experts' {@link Votes}.
     *
     * @param pictures whole JPEG, PNG or WebP files
     * @throws io.mode4j.image.UndecodableImageException if one is none, or is damaged
     */
    public double[][] logits(List<byte[]> pictures) throws IOException {
        return together(votes(pictures), pictures.size());
    }

    /** What each of the experts that are asked says, each [pictures, K]. */
    private List<Scores> votes(List<byte[]> pictures) throws IOException {
        Pixels pixels = new Pixels(images, pictures);
        List<Scores> answers = new ArrayList<>();
        for (Vote vote : votes) {
            answers.add(answers(vote, pixels.features(vote.model)));
        }
        return answers;
    }

    private double[][] together(List<Scores> answers, int pictures) {
        boolean eachWeighs = ofLabels.length > 0;
        Scores sum = eachWeighs ? Votes.ofLogits(answers, ofLabels)
                : WeightedScores.of(answers, votes.stream().mapToDouble(Vote::weight).toArray());
        double[][] logits = rows(sum, pictures);
        if (eachWeighs) {
            for (int p = 0; p < logits.length; p++) {
                logits[p] = Arrays.stream(logits[p]).map(Math::log).toArray();
            }
        }
        return logits;
    }

    private static double[][] rows(Scores scores, int rows) {
        double[][] all = new double[rows][scores.columns()];
        for (int r = 0; r < rows; r++) {
            scores.row(r, all[r]);
        }
        return all;
    }

    /** An expert's logits [pictures, K]. */
    private static Scores answers(Vote vote, float[][] features) throws IOException {
        double scale = vote.model.clip().logitScale();
        return new Scores() {
            @Override
            public int rows() {
                return features.length;
            }

            @Override
            public int columns() {
                return vote.texts.length;
            }

            @Override
            public void row(int r, double[] into) {
                for (int k = 0; k < vote.texts.length; k++) {
                    into[k] = scale * Vectors.dot(features[r], 0, vote.texts[k], 0, features[r].length);
                }
            }
        };
    }

    /** Probabilities [pictures, K]: the softmax of {@link #logits}. */
    public double[][] classify(List<byte[]> pictures) throws IOException {
        return softmax(logits(pictures));
    }

    /** The experts' names, in the order of {@link #weights}. */
    public List<String> experts() {
        return experts;
    }

    /** The weights of all experts [C], also of those that are not asked. */
    public float[] weights() {
        return weights.clone();
    }

    /**
     * What the mixture says of pictures, and each expert by itself.
     *
     * @param together [pictures, K] probabilities, as of {@link #classify}
     * @param alone    [asked experts, pictures, K] probabilities, in the order of {@link #asked}
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of numbers; compared by nobody
    public record Answers(double[][] together, double[][][] alone) {}

    /** {@link #classify} with what each expert says: no more work than without. */
    public Answers explain(List<byte[]> pictures) throws IOException {
        List<Scores> answers = votes(pictures);
        return new Answers(softmax(together(answers, pictures.size())),
                answers.stream().map(answer -> softmax(rows(answer, pictures.size()))).toArray(double[][][]::new));
    }

    private static double[][] softmax(double[][] logits) {
        return Arrays.stream(logits).map(Softmax::of).toArray(double[][]::new);
    }

    /** The experts that are asked; the others hand their weight to them in proportion. */
    public List<String> asked() {
        return votes.stream().map(Vote::expert).toList();
    }

    /** How much a probability can differ from that of all experts, because some are not asked. */
    public double error() {
        return error;
    }

    /** What of the training data each label is most like, in the order of the labels. */
    public List<NearestCenter> nearest() {
        return nearest;
    }
}
