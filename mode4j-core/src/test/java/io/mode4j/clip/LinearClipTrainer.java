package io.mode4j.clip;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** CLIP's symmetric loss on {@link LinearClip}, its gradient by hand, AdamW. n pairs, E embedding. */
final class LinearClipTrainer implements ClipTrainer {

    private final LinearClip clip;
    private final OptimizerConfig optimizer;
    private double gradientNorm;

    LinearClipTrainer(LinearClip clip, OptimizerConfig optimizer) {
        this.clip = clip;
        this.optimizer = optimizer;
    }

    @Override
    public ClipConfig config() {
        return clip.config;
    }

    @Override
    public float[][] imageFeatures(byte[] pixels, int n) {
        return new LinearClipModel(clip).imageFeatures(pixels, n);
    }

    @Override
    public float[][] textFeatures(List<int[]> tokens) {
        return new LinearClipModel(clip).textFeatures(tokens);
    }

    @Override
    public double logitScale() {
        clip.checkOpen();
        return clip.scale();
    }

    @Override
    public double logitBias() {
        return new LinearClipModel(clip).logitBias();
    }

    @Override
    public long steps() {
        return clip.steps;
    }

    @Override
    public StepResult step(ClipBatch batch, double learningRate) throws NonFiniteLossException {
        clip.checkOpen();
        check(batch);
        int n = batch.size();
        double[][] images = new double[n][];
        double[][] texts = new double[n][];
        for (int i = 0; i < n; i++) {
            images[i] = clip.image(batch.pixels(), i * clip.pixels());
            texts[i] = clip.text(batch.tokens(), i * batch.length(), (i + 1) * batch.length());
        }
        double[] gradient = new double[clip.weights.length];
        double loss = backward(batch, images, texts, gradient);
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException(clip.steps + 1, loss);
        }
        double scale = clip.scale();
        gradientNorm = LinearClip.norm(gradient);
        adam(gradient, learningRate);
        return new StepResult(loss, scale);
    }

    private void check(ClipBatch batch) {
        if (batch.pixels().length != batch.size() * clip.pixels() || batch.length() > clip.config.text().contextLength()) {
            throw new IllegalArgumentException("the batch does not fit the model");
        }
        if (batch.softTargets() != null) {
            throw new IllegalArgumentException("this engine learns from pairs alone");
        }
        clip.checkTokens(batch.tokens());
    }

    private double backward(ClipBatch batch, double[][] images, double[][] texts, double[] gradient) {
        int n = batch.size();
        double scale = clip.scale();
        double[][] u = new double[n][];
        double[][] v = new double[n][];
        for (int i = 0; i < n; i++) {
            u[i] = LinearClip.normalised(images[i]);
            v[i] = LinearClip.normalised(texts[i]);
        }
        double[][] byRow = new double[n][n];
        double[][] byColumn = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                boolean masked = i != j && batch.captionIds()[i] == batch.captionIds()[j];
                byRow[i][j] = masked ? Double.NEGATIVE_INFINITY : scale * LinearClip.dot(u[i], v[j]);
                byColumn[j][i] = byRow[i][j];
            }
        }
        double loss = 0;
        for (int i = 0; i < n; i++) {
            loss += (softmax(byRow[i], i) + softmax(byColumn[i], i)) / (2 * n);
        }
        double[][] du = new double[n][clip.config.embedDim()];
        double[][] dv = new double[n][clip.config.embedDim()];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double d = (byRow[i][j] + byColumn[j][i] - (i == j ? 2 : 0)) / (2 * n);
                gradient[gradient.length - 1] += d * scale * LinearClip.dot(u[i], v[j]);
                for (int e = 0; e < du[i].length; e++) {
                    du[i][e] += d * scale * v[j][e];
                    dv[j][e] += d * scale * u[i][e];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            imageGradient(batch, i, throughNorm(images[i], u[i], du[i]), gradient);
            textGradient(batch, i, throughNorm(texts[i], v[i], dv[i]), gradient);
        }
        return loss;
    }

    /** Makes logits probabilities in place; returns the cross entropy. */
    private static double softmax(double[] logits, int target) {
        double max = Double.NEGATIVE_INFINITY;
        for (double x : logits) {
            max = Math.max(max, x);
        }
        double sum = 0;
        for (double x : logits) {
            sum += StrictMath.exp(x - max);
        }
        double loss = StrictMath.log(sum) - (logits[target] - max);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = StrictMath.exp(logits[i] - max) / sum;
        }
        return loss;
    }

    private static double[] throughNorm(double[] x, double[] unit, double[] d) {
        double along = LinearClip.dot(unit, d);
        double norm = LinearClip.norm(x);
        double[] out = new double[x.length];
        for (int e = 0; e < x.length; e++) {
            out[e] = (d[e] - unit[e] * along) / norm;
        }
        return out;
    }

    private void imageGradient(ClipBatch batch, int i, double[] d, double[] gradient) {
        int p = clip.pixels();
        for (int e = 0; e < d.length; e++) {
            for (int k = 0; k < p; k++) {
                gradient[e * p + k] += d[e] * LinearClip.input(batch.pixels()[i * p + k]);
            }
        }
    }

    private void textGradient(ClipBatch batch, int i, double[] d, double[] gradient) {
        for (int k = i * batch.length(); k < (i + 1) * batch.length() && batch.tokens()[k] != 0; k++) {
            int at = clip.textAt(batch.tokens()[k]);
            for (int e = 0; e < d.length; e++) {
                gradient[at + e] += d[e];
            }
        }
    }

    private void adam(double[] gradient, double rate) {
        clip.steps++;
        double meanBias = 1 - StrictMath.pow(optimizer.beta1(), (double) clip.steps);
        double varianceBias = 1 - StrictMath.pow(optimizer.beta2(), (double) clip.steps);
        int last = gradient.length - 1;
        for (int i = 0; i <= last; i++) {
            double g = gradient[i];
            clip.mean[i] = (float) (optimizer.beta1() * clip.mean[i] + (1 - optimizer.beta1()) * g);
            clip.variance[i] = (float) (optimizer.beta2() * clip.variance[i] + (1 - optimizer.beta2()) * g * g);
            double decayed = i == last ? clip.weights[i] : clip.weights[i] * (1 - rate * optimizer.weightDecay());
            clip.weights[i] = (float) (decayed - rate * (clip.mean[i] / meanBias)
                    / (Math.sqrt(clip.variance[i] / varianceBias) + optimizer.epsilon()));
        }
        clip.weights[last] = (float) Math.max(0, Math.min(StrictMath.log(optimizer.maxLogitScale()), clip.weights[last]));
    }

    @Override
    public double gradientNorm() {
        return gradientNorm;
    }

    @Override
    public void save(FileLayer files, Path folder, boolean withOptimizer) throws IOException {
        clip.save(files, folder, withOptimizer);
    }

    @Override
    public void close() {
        clip.closed = true;
    }
}
