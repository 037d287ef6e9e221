package io.mode4j.sentence;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.sentence.SentenceModel.After;
import io.mode4j.sentence.SentenceModel.Dense;
import io.mode4j.sentence.SentenceModel.Normalise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Folders of sentence encoders. One of sentence-transformers has {@code modules.json}, which names its steps: a transformer, pooling, and what follows. One of Hugging Face has {@code config.json}
 * alone: its tokens' mean is taken, as sentence-transformers does with it, or what is asked for. Nothing is fetched. Stateless.
 */
public final class SentenceFolder {
    private static final String MODULES = "modules.json";
    private static final String SETTINGS = "config_sentence_transformers.json";
    private static final List<String> TRANSFORMER_SETTINGS = List.of("sentence_bert_config.json", "sentence_roberta_config.json",
            "sentence_distilbert_config.json", "sentence_camembert_config.json", "sentence_xlm-roberta_config.json");

    private SentenceFolder() {}

    /** Whether a folder is meant to hold a transformer. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(MODULES)) || Files.isRegularFile(folder.resolve(TransformerShape.FILE));
    }

    /**
     * Reads what a folder says.
     *
     * @param pooling
     *            in place of what the folder says, if it is given
     * @throws BadInputException
     *             if something is missing, or not what mode4j computes; the message names the file and what was expected
     */
    public static SentenceModel read(Path folder, Optional<Pooling> pooling) throws IOException {
        SentenceModel said = Files.isRegularFile(folder.resolve(MODULES)) ? modules(folder) : bare(folder);
        SentenceModel model = pooling.map(said::pooledBy).orElse(said);
        model.check();
        require(model.tokenizer(), "the tokenizer, as Hugging Face's tokenizers write it (save the model with its fast tokenizer)");
        return model;
    }

    private static void require(Path file, String what) throws BadInputException {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + ": expected " + what + ", found none");
        }
    }

    private static SentenceModel bare(Path folder) throws IOException {
        require(folder.resolve(TransformerShape.FILE), "a transformer's configuration, or " + MODULES + " beside");
        return new SentenceModel(TransformerShape.read(folder.resolve(TransformerShape.FILE)), folder, maxTokens(folder), lowerCase(folder),
                prompt(folder), List.of(Pooling.MEAN), List.of());
    }

    private static SentenceModel modules(Path folder) throws IOException {
        Path file = folder.resolve(MODULES);
        Path transformer = null;
        List<Pooling> pooling = List.of();
        List<After> afterwards = new ArrayList<>();
        for (JsonNode module : JsonText.read(file, "a list of modules")) {
            String type = module.path("type").asString("");
            Path place = folder.resolve(module.path("path").asString("")).normalize();
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> transformer = place;
                case "Pooling" -> pooling = pooling(place.resolve(TransformerShape.FILE));
                case "Normalize" -> afterwards.add(new Normalise());
                case "Dense" -> afterwards.add(dense(place));
                default ->
                    throw new BadInputException("%s: module '%s' is not known here; mode4j computes Transformer, Pooling, Dense, Normalize"
                            .formatted(file, type));
            }
        }
        if (transformer == null || pooling.isEmpty()) {
            throw new BadInputException(
                    file + ": expected a Transformer and a Pooling module, found no " + (transformer == null ? "Transformer" : "Pooling"));
        }
        require(transformer.resolve(TransformerShape.FILE), "a transformer's configuration, as " + file + " says");
        return new SentenceModel(TransformerShape.read(transformer.resolve(TransformerShape.FILE)), transformer, maxTokens(transformer),
                lowerCase(transformer), prompt(folder), pooling, afterwards);
    }

    private static List<Pooling> pooling(Path file) throws IOException {
        JsonNode json = JsonText.read(file, "a pooling's configuration");
        List<Pooling> modes = new ArrayList<>();
        JsonNode named = json.path("pooling_mode");
        if (named.isMissingNode()) {
            Arrays.stream(Pooling.values()).filter(mode -> json.path(mode.flag()).asBoolean(false)).forEach(modes::add);
        } else {
            for (JsonNode mode : named.isArray() ? named : List.of(named)) {
                modes.add(Pooling.named(mode.asString(""))
                        .orElseThrow(() -> new BadInputException("%s: pooling_mode %s is not known here".formatted(file, mode))));
            }
        }
        if (json.path("pooling_mode_weightedmean_tokens").asBoolean(false) || modes.isEmpty()) {
            throw new BadInputException(file + ": expected a pooling by cls, max, mean, mean_sqrt_len or last token, found " + json);
        }
        if (!json.path("include_prompt").asBoolean(true)) {
            throw new BadInputException(file + ": include_prompt false is not known here: pooling takes the prompt's tokens too");
        }
        return modes;
    }

    private static Dense dense(Path folder) throws IOException {
        Path file = folder.resolve(TransformerShape.FILE);
        JsonNode json = JsonText.read(file, "a linear layer's configuration");
        String activation = json.path("activation_function").asString("torch.nn.modules.activation.Tanh");
        String name = activation.substring(activation.lastIndexOf('.') + 1);
        if (!name.equals("Tanh") && !name.equals("Identity")) {
            throw new BadInputException(file + ", activation_function: expected Tanh or Identity, found " + activation);
        }
        return new Dense(folder, json.path("in_features").asInt(0), json.path("out_features").asInt(0), json.path("bias").asBoolean(true),
                name.equals("Tanh"));
    }

    /** What sentence-transformers would read at most: its own setting, or the tokenizer's, or what there are positions for. */
    private static int maxTokens(Path transformer) throws IOException {
        TransformerShape shape = TransformerShape.read(transformer.resolve(TransformerShape.FILE));
        long most = setting(transformer, "max_seq_length").orElse(Long.MAX_VALUE);
        Path tokenizer = transformer.resolve("tokenizer_config.json");
        if (most == Long.MAX_VALUE && Files.isRegularFile(tokenizer)) {
            most = JsonText.read(tokenizer, "a tokenizer's configuration").path("model_max_length").asLong(Long.MAX_VALUE);
        }
        return (int) Math.min(shape.longest(), most);
    }

    private static Optional<Long> setting(Path transformer, String key) throws IOException {
        Optional<JsonNode> settings = settings(transformer);
        return settings.filter(json -> json.path(key).isIntegralNumber()).map(json -> json.path(key).asLong());
    }

    private static boolean lowerCase(Path transformer) throws IOException {
        return settings(transformer).map(json -> json.path("do_lower_case").asBoolean(false)).orElse(false);
    }

    private static Optional<JsonNode> settings(Path transformer) throws IOException {
        for (String name : TRANSFORMER_SETTINGS) {
            if (Files.isRegularFile(transformer.resolve(name))) {
                return Optional.of(JsonText.read(transformer.resolve(name), "a transformer's settings"));
            }
        }
        return Optional.empty();
    }

    private static String prompt(Path folder) throws IOException {
        Path file = folder.resolve(SETTINGS);
        if (!Files.isRegularFile(file)) {
            return "";
        }
        JsonNode json = JsonText.read(file, "sentence-transformers' settings");
        String name = json.path("default_prompt_name").asString("");
        if (name.isEmpty()) {
            return "";
        }
        JsonNode prompt = json.path("prompts").path(name);
        if (!prompt.isString()) {
            throw new BadInputException("%s: expected a prompt '%s', the default, found none".formatted(file, name));
        }
        return prompt.stringValue();
    }
}
