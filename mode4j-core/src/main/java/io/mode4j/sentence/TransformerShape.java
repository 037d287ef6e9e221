package io.mode4j.sentence;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A transformer's sizes, as Hugging Face's {@code config.json} has them.
 *
 * @param width
 *            of a token's vector
 * @param inner
 *            width of the MLPs
 * @param vocabulary
 *            how many tokens there are
 * @param positions
 *            rows of the table of positions, those before a text's first included
 * @param epsilon
 *            that is added to variances
 */
public record TransformerShape(Family family, int width, int layers, int heads, int inner, int vocabulary, int positions,
        Activation activation, double epsilon) {

    /** The file's name in a folder. */
    static final String FILE = "config.json";

    /** Checks the heads. */
    public TransformerShape {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("expected a width that %d heads share, found %d".formatted(heads, width));
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws BadInputException
     *             if it is of a family that is not known here, or lacks something; the message names the file and the key
     */
    static TransformerShape read(Path file) throws IOException {
        JsonNode json = JsonText.read(file, "a transformer's configuration");
        String type = json.path("model_type").asString("");
        Family family = Family.of(type)
                .orElseThrow(() -> new BadInputException("%s: model_type '%s' is no sentence encoder that mode4j computes; it knows %s"
                        .formatted(file, type, Family.types())));
        Keys keys = new Keys(file, json);
        String kind = json.path("position_embedding_type").asString("absolute");
        if (!kind.equals("absolute")) {
            throw keys.wrong("position_embedding_type", "absolute", kind);
        }
        String activation = keys.text(List.of("hidden_act", "activation"));
        try {
            return new TransformerShape(family, keys.number("hidden_size", "dim"), keys.number("num_hidden_layers", "n_layers"),
                    keys.number("num_attention_heads", "n_heads"), keys.number("intermediate_size", "hidden_dim"),
                    keys.number("vocab_size"), keys.number("max_position_embeddings"), Activation.named(activation),
                    json.path("layer_norm_eps").asDouble(family.epsilon()));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage(), e);
        }
    }

    private record Keys(Path file, JsonNode json) {
        int number(String... names) throws BadInputException {
            for (String name : names) {
                if (json.path(name).isInt() && json.path(name).intValue() > 0) {
                    return json.path(name).intValue();
                }
            }
            throw wrong(String.join(" or ", names), "a whole number above 0", json.path(names[0]).toString());
        }

        String text(List<String> names) throws BadInputException {
            for (String name : names) {
                if (json.path(name).isString()) {
                    return json.path(name).stringValue();
                }
            }
            throw wrong(String.join(" or ", names), "a name", "none");
        }

        BadInputException wrong(String key, String expected, String found) {
            return new BadInputException("%s, %s: expected %s, found %s".formatted(file, key, expected, found.isEmpty() ? "none" : found));
        }
    }

    /** {@return how many tokens a text can have} */
    int longest() {
        return positions - family.firstPosition();
    }

    /** {@return numbers of a head} */
    public int headWidth() {
        return width / heads;
    }
}
