package io.mode4j.mixture;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.Clip;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.Prompts;
import io.mode4j.clip.VectorSpace;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.TextDistances;
import io.mode4j.image.Images;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.linalg.Vectors;
import io.mode4j.task.TextFeatures;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * The mixture of a run's experts, to ask as one asks a {@link Clip}: pictures as the bytes of their files, texts as strings, answers as plain arrays. Experts are loaded when
 * they are first needed. E_i is the embedding dimension of expert i.
 *
 * <p>
 * <b>One space for search.</b> A picture's vector is its experts' features side by side, {@code [f_1, ..., f_n]}. A text's is {@code [w_1 g_1, ..., w_n g_n]} with the weights
 * of this text alone, as a query of text-to-image retrieval has them. Their inner product {@code sum of w_i (f_i . g_i)} is the mixture's similarity, so that one index of
 * pictures serves every query exactly. The vectors are not of length one: a picture's has length {@code sqrt(n)}.
 *
 * <p>
 * Safe for use by many threads. Every call after {@link #close} throws {@link IllegalStateException}.
 */
public final class Mode implements VectorSpace {

    private static final OptionalDouble ANY_WEIGHT = OptionalDouble.of(Float.MIN_VALUE);

    private final Experts experts;
    private final SequencedMap<String, ExpertModel> models;
    private final SentenceEncoder sentences;
    private final Images images;
    private final Tokenizer tokenizer;
    private final ModeOptions options;

    private Mode(Experts experts, SequencedMap<String, ExpertModel> models, SentenceEncoder sentences, Images images, Tokenizer tokenizer,
            ModeOptions options) {
        this.experts = experts;
        this.models = models;
        this.sentences = sentences;
        this.images = images;
        this.tokenizer = tokenizer;
        this.options = options;
    }

    /**
     * Opens the trained experts of a run; the caller closes the mixture.
     *
     * @param engine    computes
     * @param sentences the encoder that embedded the captions of the run ({@link io.mode4j.embed.Encoders#open}); it is closed with the mixture, and left open when this
     *                  throws
     * @param images    decodes pictures
     * @param tokenizer has the vocabulary that the experts were trained with
     * @throws io.mode4j.artifact.BadInputException if there is no such expert, or the encoder was another
     * @throws IOException                          if a file is missing or damaged; the message names it
     */
    public static Mode load(RunDirectory run, ModeOptions options, ClipEngine engine, SentenceEncoder sentences, Images images,
            Tokenizer tokenizer) throws IOException {
        Experts experts = Experts.read(run).only(options.experts());
        experts.requireEncoder(sentences.identity());
        Map<String, Path> folders = run.trainedExperts();
        SequencedMap<String, ExpertModel> models = new LinkedHashMap<>();
        for (String name : experts.names()) {
            models.put(name, new ExpertModel(Objects.requireNonNull(folders.get(name)),
                    folder -> Clip.load(folder, engine, images, tokenizer)));
        }
        return new Mode(experts, models, sentences, images, tokenizer, options);
    }

    /** The experts' names, in the order of weights and of the parts of vectors. */
    public List<String> experts() {
        return experts.names();
    }

    /**
     * Fixes the weights of the experts for a set of labels.
     *
     * @param labels    at least one
     * @param templates prompts in which {@code {}} stands for the label; their embeddings are averaged
     * @throws IllegalArgumentException if there is no label, one is blank, or a template has no place for it
     * @throws IOException              if an expert cannot be loaded
     */
    public ModeClassifier classifier(List<String> labels, List<String> templates) throws IOException {
        List<List<String>> prompts = labels.stream().map(label -> Prompts.of(label, templates)).toList();
        float[][] routing = TextFeatures.ofClasses(prompts, sentences::encode);
        TextDistances distances = TextDistances.of(routing, experts);
        float[] weights = options.rule().rounded(distances);
        List<ExpertModel> all = List.copyOf(models.sequencedValues());
        AskedExperts asked = AskedExperts.of(weights, all.stream().mapToDouble(ExpertModel::logitScale).toArray(),
                options.rule().weighsEachText() ? ANY_WEIGHT : options.minWeight(), ModeOptions.ERROR);
        List<ModeClassifier.Vote> votes = new ArrayList<>();
        for (int i = 0; i < asked.experts().length; i++) {
            ExpertModel model = all.get(asked.experts()[i]);
            votes.add(new ModeClassifier.Vote(experts.names().get(asked.experts()[i]), model, asked.weights()[i],
                    TextFeatures.ofClasses(prompts, model.clip()::textFeatures)));
        }
        List<NearestCenter> nearest = new ArrayList<>();
        for (int l = 0; l < routing.length; l++) {
            nearest.add(NearestCenter.of(labels.get(l), routing[l], experts));
        }
        float[][] ofLabels = options.rule().weighsEachText() ? of(asked.experts(), eachWeighs(distances)) : new float[0][];
        return new ModeClassifier(images, experts.names(), weights, ofLabels, votes, asked.error(), nearest);
    }

    @Override
    public int dim() {
        return models.values().stream().mapToInt(model -> model.config().embedDim()).sum();
    }

    /** Vectors [n, E_1 + ... + E_n] of pictures: their experts' features side by side. */
    @Override
    public float[][] imageFeatures(List<byte[]> pictures) throws IOException {
        Pixels pixels = new Pixels(images, pictures);
        float[][] vectors = new float[pictures.size()][dim()];
        int from = 0;
        for (ExpertModel model : models.values()) {
            float[][] features = pixels.features(model);
            for (int r = 0; r < vectors.length; r++) {
                System.arraycopy(features[r], 0, vectors[r], from, features[r].length);
            }
            from += model.config().embedDim();
        }
        return vectors;
    }

    /** Vectors [n, E_1 + ... + E_n] of texts: their experts' features side by side, each times the expert's weight for the text. Who has no weight is not asked. */
    @Override
    public float[][] textFeatures(List<String> texts) throws IOException {
        float[][] vectors = new float[texts.size()][dim()];
        float[][] weights = queryWeights(texts);
        int from = 0;
        int expert = 0;
        for (ExpertModel model : models.values()) {
            int c = expert++;
            int[] asked = IntStream.range(0, vectors.length).filter(l -> weights[l][c] > 0).toArray();
            List<String> its = Arrays.stream(asked).mapToObj(texts::get).toList();
            float[][] features = its.isEmpty() ? new float[0][] : TextFeatures.ofTexts(its, model.clip()::textFeatures);
            for (int i = 0; i < asked.length; i++) {
                for (int e = 0; e < features[i].length; e++) {
                    vectors[asked[i]][from + e] = weights[asked[i]][c] * features[i][e];
                }
            }
            from += model.config().embedDim();
        }
        return vectors;
    }

    /** As the first expert has them. */
    @Override
    public int[] tokens(String text) {
        ClipConfig.Text tower = models.firstEntry().getValue().config().text();
        return tokenizer.cleaning(tower.cleaning()).encode(text, tower.contextLength());
    }

    /** Weights [n, experts] of each text as a task of its own. */
    public float[][] queryWeights(List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            return new float[0][];
        }
        return eachWeighs(TextDistances.of(TextFeatures.ofTexts(texts, sentences::encode), experts));
    }

    private float[][] eachWeighs(TextDistances distances) {
        float[][] weights = new float[distances.texts()][];
        for (int l = 0; l < weights.length; l++) {
            weights[l] = options.rule().rounded(distances.only(l));
        }
        return weights;
    }

    private static float[][] of(int[] experts, float[][] weights) {
        return Arrays.stream(weights).map(row -> {
            float[] some = new float[experts.length];
            for (int i = 0; i < some.length; i++) {
                some[i] = row[experts[i]];
            }
            return some;
        }).toArray(float[][]::new);
    }

    /**
     * The mixture's similarities [texts, pictures]: weighted sums of cosines, each text a query of its own.
     *
     * @throws UndecodableImageException if a picture is none, or is damaged
     */
    public double[][] similarity(List<String> texts, List<byte[]> pictures) throws IOException {
        float[][] right = imageFeatures(pictures);
        return Arrays.stream(textFeatures(texts))
                .map(text -> Arrays.stream(right).mapToDouble(picture -> Vectors.dot(text, 0, picture, 0, text.length)).toArray())
                .toArray(double[][]::new);
    }

    @Override
    public void close() {
        models.values().forEach(ExpertModel::close);
        sentences.close();
    }
}
