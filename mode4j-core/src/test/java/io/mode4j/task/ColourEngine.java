package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.OptimizerConfig;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Models that know colours and nothing else, so that every score is known by hand: a picture's feature is its mean colour, a text's the sum of the colours that it
 * names, both of length one. The metadata of {@code model.safetensors} holds the order in which a model takes the three channels of a picture, "rgb" for one that is
 * always right, or "nan"; its one tensor is the logarithm of the logit scale.
 */
public final class ColourEngine implements ClipEngine {

    public static final double LOGIT_SCALE = 10;
    private static final List<String> WORDS = List.of("", "red", "green", "blue");

    private final String identity;
    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    int mostOpen;

    public ColourEngine() {
        this("colours");
    }

    /** One that says that it computes otherwise. */
    ColourEngine(String identity) {
        this.identity = identity;
    }

    /** How many models were loaded. */
    public int loads() {
        return loads.get();
    }

    /** A model's folder. */
    public static Path model(Path folder, String channels, int size) throws IOException {
        FileLayer files = new FileLayer();
        ClipConfig config = ClipConfig.of(3, new ClipConfig.Vision(size, size, 8, 1, 8, 4), new ClipConfig.Text(8, WORDS.size(), 8, 1, 1),
                true);
        Safetensors.write(files, folder.resolve("model.safetensors"),
                new LinkedHashMap<>(Map.of("logit_scale", Safetensors.Tensor.of(new float[]{(float) Math.log(LOGIT_SCALE)}, 1))),
                Map.of("channels", channels));
        files.write(folder.resolve("open_clip_config.json"), out -> out.write(config.toJson().getBytes(StandardCharsets.UTF_8)));
        return folder;
    }

    public static Tokenizer tokenizer() {
        return new Tokenizer() {
            @Override
            public int vocabSize() {
                return WORDS.size();
            }

            @Override
            public int[] encode(String text, int contextLength) {
                return Arrays.stream(text.split("[ ,]+")).mapToInt(WORDS::indexOf).filter(id -> id > 0).limit(contextLength).toArray();
            }

            @Override
            public String identity() {
                return "three colours";
            }
        };
    }

    public static SentenceEncoder sentences() {
        return new SentenceEncoder() {
            @Override
            public int dim() {
                return 3;
            }

            @Override
            public String identity() {
                return "three colours";
            }

            @Override
            public String kind() {
                return "colours";
            }

            @Override
            public float[][] encode(List<String> texts) {
                return texts.stream().map(text -> colours(tokenizer().encode(text, 8))).toArray(float[][]::new);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    @Override
    public ClipModel load(Path modelFolder) throws IOException {
        String channels = channels(modelFolder);
        ClipConfig config = ClipConfig.read(modelFolder.resolve("open_clip_config.json"));
        loads.incrementAndGet();
        mostOpen = Math.max(mostOpen, open.incrementAndGet());
        return new ClipModel() {
            @Override
            public ClipConfig config() {
                return config;
            }

            @Override
            public float[][] imageFeatures(byte[] pixels, int n) {
                float[][] features = new float[n][];
                for (int i = 0; i < n; i++) {
                    features[i] = image(pixels, i, config.vision().imageSize(), channels);
                }
                return features;
            }

            @Override
            public float[][] textFeatures(List<int[]> tokens) {
                return tokens.stream().map(ColourEngine::colours).toArray(float[][]::new);
            }

            @Override
            public double logitBias() {
                return 0;
            }

            @Override
            public double logitScale() {
                return LOGIT_SCALE;
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    private static String channels(Path folder) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            return file.metadata().getOrDefault("channels", "");
        }
    }

    private static float[] image(byte[] pixels, int i, int size, String channels) {
        float[] feature = new float[3];
        int plane = size * size;
        for (int c = 0; c < 3; c++) {
            for (int p = 0; p < plane; p++) {
                feature[c] += pixels[(i * 3 + Map.of('r', 0, 'g', 1, 'b', 2).getOrDefault(channels.charAt(c), 0)) * plane + p] & 0xFF;
            }
        }
        return channels.equals("nan") ? new float[]{Float.NaN, 0, 0} : unit(feature);
    }

    private static float[] colours(int[] tokens) {
        float[] sum = new float[3];
        for (int token : tokens) {
            sum[token - 1]++;
        }
        return unit(sum);
    }

    private static float[] unit(float[] vector) {
        double norm = Math.sqrt(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2]);
        return new float[]{(float) (vector[0] / norm), (float) (vector[1] / norm), (float) (vector[2] / norm)};
    }

    @Override
    public ClipTrainer create(ClipConfig model, OptimizerConfig optimizer, long seed) {
        throw new UnsupportedOperationException("these models are born finished");
    }

    @Override
    public ClipTrainer start(Path modelFolder, OptimizerConfig optimizer) {
        throw new UnsupportedOperationException("these models are born finished");
    }

    @Override
    public ClipTrainer restore(Path checkpointFolder, OptimizerConfig optimizer) {
        throw new UnsupportedOperationException("these models are born finished");
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String describe() {
        return "colours in plain Java";
    }
}
