package io.mode4j.train;

import io.mode4j.artifact.BadInputException;
import io.mode4j.train.ClipConfig.Preprocess;
import io.mode4j.train.ClipConfig.Text;
import io.mode4j.train.ClipConfig.Vision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code open_clip_config.json} and back. Defaults of absent keys are those of open_clip's configuration classes. */
final class ClipConfigJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ClipConfigJson() {}

    static ClipConfig read(Path file) throws IOException {
        String json = Files.readString(file);
        try {
            return parse(MAPPER.readTree(json));
        } catch (JacksonException e) {
            throw new BadInputException(file + ": expected open_clip's model configuration as JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }

    private static ClipConfig parse(JsonNode root) {
        Section file = new Section("", root, Set.of("model_cfg", "preprocess_cfg"));
        Section model = file.section("model_cfg",
                Set.of("embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "init_logit_scale"));
        Section vision = model.section("vision_cfg",
                Set.of("image_size", "patch_size", "width", "layers", "head_width", "mlp_ratio"));
        Section text = model.section("text_cfg", Set.of("context_length", "vocab_size", "width", "heads", "layers"));
        return new ClipConfig(model.integer("embed_dim", 0),
                new Vision(vision.integer("image_size", 224), vision.integer("patch_size", 16), vision.integer("width", 768),
                        vision.integer("layers", 12), vision.integer("head_width", 64), vision.number("mlp_ratio", 4)),
                new Text(text.integer("context_length", 77), text.integer("vocab_size", 49408), text.integer("width", 512),
                        text.integer("heads", 8), text.integer("layers", 12)),
                model.flag("quick_gelu"), model.number("init_logit_scale", ClipConfig.INIT_LOGIT_SCALE),
                root.has("preprocess_cfg")
                        ? preprocess(file.section("preprocess_cfg", Set.of("mean", "std")))
                        : Preprocess.openai());
    }

    private static Preprocess preprocess(Section section) {
        Preprocess usual = Preprocess.openai();
        return new Preprocess(section.numbers("mean", usual.mean()), section.numbers("std", usual.std()));
    }

    static String write(ClipConfig config) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode model = root.putObject("model_cfg");
        model.put("embed_dim", config.embedDim());
        Vision vision = config.vision();
        model.putObject("vision_cfg")
                .put("image_size", vision.imageSize())
                .put("layers", vision.layers())
                .put("width", vision.width())
                .put("head_width", vision.headWidth())
                .put("patch_size", vision.patchSize())
                .put("mlp_ratio", vision.mlpRatio());
        Text text = config.text();
        model.putObject("text_cfg")
                .put("context_length", text.contextLength())
                .put("vocab_size", text.vocabSize())
                .put("width", text.width())
                .put("heads", text.heads())
                .put("layers", text.layers());
        model.put("quick_gelu", config.quickGelu()).put("init_logit_scale", config.initLogitScale());
        ObjectNode preprocess = root.putObject("preprocess_cfg");
        ArrayNode mean = preprocess.putArray("mean");
        config.preprocess().mean().forEach(mean::add);
        ArrayNode std = preprocess.putArray("std");
        config.preprocess().std().forEach(std::add);
        return MAPPER.writeValueAsString(root) + "\n";
    }

    /** One JSON object with a closed set of keys; {@code path} is its name with a dot behind, for messages. */
    private record Section(String path, JsonNode node, Set<String> keys) {

        Section {
            if (!node.isObject()) {
                throw new IllegalArgumentException((path.isEmpty() ? "the file" : path) + " must be a JSON object");
            }
            for (String key : node.propertyNames()) {
                if (!keys.contains(key)) {
                    throw new IllegalArgumentException("unknown key " + path + key + "; known here: " + sorted(keys));
                }
            }
        }

        Section section(String key, Set<String> known) {
            JsonNode child = node.get(key);
            if (child == null) {
                throw new IllegalArgumentException("key " + path + key + " is missing");
            }
            return new Section(path + key + ".", child, known);
        }

        int integer(String key, int otherwise) {
            JsonNode value = node.get(key);
            if (value == null) {
                return otherwise;
            }
            require(value.isInt(), key, value, "a whole number");
            return value.intValue();
        }

        double number(String key, double otherwise) {
            JsonNode value = node.get(key);
            if (value == null) {
                return otherwise;
            }
            require(value.isNumber(), key, value, "a number");
            return value.doubleValue();
        }

        boolean flag(String key) {
            JsonNode value = node.get(key);
            if (value == null) {
                return false;
            }
            require(value.isBoolean(), key, value, "true or false");
            return value.booleanValue();
        }

        List<Double> numbers(String key, List<Double> otherwise) {
            JsonNode value = node.get(key);
            if (value == null) {
                return otherwise;
            }
            require(value.isArray(), key, value, "a list of numbers");
            List<Double> numbers = new ArrayList<>();
            for (JsonNode item : value) {
                require(item.isNumber(), key, value, "a list of numbers");
                numbers.add(item.doubleValue());
            }
            return numbers;
        }

        private void require(boolean fits, String key, @Nullable JsonNode found, String expected) {
            if (!fits) {
                throw new IllegalArgumentException("key " + path + key + " must be " + expected + ", found " + found);
            }
        }

        private static List<String> sorted(Set<String> keys) {
            return keys.stream().sorted().toList();
        }
    }
}
