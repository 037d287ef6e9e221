package io.mode4j.clip;

import java.util.List;

/** Inference with {@link LinearClip}. */
public final class LinearClipModel implements ClipModel {

    private final LinearClip clip;

    public LinearClipModel(LinearClip clip) {
        this.clip = clip;
    }

    @Override
    public ClipConfig config() {
        return clip.config;
    }

    @Override
    public float[][] imageFeatures(byte[] pixels, int n) {
        clip.checkOpen();
        if (pixels.length != n * clip.pixels()) {
            throw new IllegalArgumentException(pixels.length + " bytes are not " + n + " images");
        }
        float[][] features = new float[n][];
        for (int i = 0; i < n; i++) {
            features[i] = floats(clip.image(pixels, i * clip.pixels()));
        }
        return features;
    }

    @Override
    public float[][] textFeatures(List<int[]> tokens) {
        clip.checkOpen();
        return tokens.stream().map(text -> {
            if (text.length == 0 || text.length > clip.config.text().contextLength()) {
                throw new IllegalArgumentException("a text of " + text.length + " tokens");
            }
            clip.checkTokens(text);
            return floats(clip.text(text, 0, text.length));
        }).toArray(float[][]::new);
    }

    private static float[] floats(double[] x) {
        double[] unit = LinearClip.normalised(x);
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) unit[i];
        }
        return out;
    }

    @Override
    public double logitScale() {
        clip.checkOpen();
        return clip.scale();
    }

    @Override
    public double logitBias() {
        clip.checkOpen();
        return 0;
    }

    @Override
    public void close() {
        clip.closed = true;
    }
}
