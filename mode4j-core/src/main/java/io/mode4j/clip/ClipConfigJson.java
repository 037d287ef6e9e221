package io.mode4j.clip;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.clip.ClipConfig.Preprocess;
import io.mode4j.clip.ClipConfig.Text;
import io.mode4j.clip.ClipConfig.Vision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code open_clip_config.json} and back. Defaults of absent keys are those of open_clip's configuration classes. */
final class ClipConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Options of both towers that mode4j has not, with their defaults in open_clip. */
    private static final Map<String, String> NO_TOWER = Map.of("act_kwargs", "null", "norm_kwargs", "null", "block_type", "null", "qk_norm",
            "false", "scaled_cosine_attn", "false", "scale_heads", "false", "scale_attn_inner", "false", "scale_attn", "false", "scale_fc",
            "false");
    private static final Map<String, String> NO_VISION = Map.of("attentional_pool", "false", "pos_embed_type", "\"learnable\"",
            "timm_model_name", "null");
    private static final Map<String, String> NO_TEXT = Map.of("hf_tokenizer_name", "null", "tokenizer_mode", "null", "hf_model_name",
            "null",
            "embed_cls", "false", "no_causal_mask", "false", "pad_id", "0", "final_ln_after_pool", "false", "proj_type", "\"linear\"");

    private static final Set<String> FILE = Set.of("model_cfg", "preprocess_cfg");
    /** {@code custom_text} is how open_clip nests its modules, which does not matter here. */
    private static final Set<String> MODEL = Set.of("embed_dim", "vision_cfg", "text_cfg", "quick_gelu", "init_logit_scale",
            "init_logit_bias",
            "custom_text", "nonscalar_logit_scale", "multimodal_cfg");
    private static final Set<String> VISION = all(List.of(
            Set.of("image_size", "patch_size", "width", "layers", "head_width", "mlp_ratio", "ls_init_value",
                    "patch_dropout", "pool_type", "global_average_pool", "no_ln_pre", "final_ln_after_pool"),
            NO_TOWER.keySet(), NO_VISION.keySet(),
            Set.of("attn_pooler_queries", "attn_pooler_heads", "output_tokens", "timm_model_pretrained", "timm_pool", "timm_proj",
                    "timm_proj_bias",
                    "timm_drop", "timm_drop_path")));
    private static final Set<String> TEXT = all(List.of(
            Set.of("context_length", "vocab_size", "width", "heads", "layers", "mlp_ratio", "ls_init_value",
                    "pool_type", "proj_bias"),
            NO_TOWER.keySet(), NO_TEXT.keySet(),
            Set.of("tokenizer_kwargs", "output_tokens", "eos_id", "hf_model_pretrained", "hf_proj_type", "hf_pooler_type")));
    private static final Set<String> PREPROCESS = Set.of("mean", "std", "size", "mode", "interpolation", "resize_mode", "fill_color");

    private ClipConfigJson() {}

    private static Set<String> all(List<Set<String>> some) {
        return some.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    static ClipConfig read(Path file) throws IOException {
        JsonNode json = JsonText.read(file, "open_clip's model configuration");
        try {
            return parse(json);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }

    private static ClipConfig parse(JsonNode root) {
        if (root.has("embed_dim")) {
            return model(JsonSection.of("", root, MODEL), Preprocess.openai());
        }
        JsonSection file = JsonSection.of("", root, FILE);
        JsonSection model = file.section("model_cfg", MODEL);
        return model(model, file.has("preprocess_cfg") ? preprocess(file.section("preprocess_cfg", PREPROCESS)) : Preprocess.openai());
    }

    private static ClipConfig model(JsonSection section, Preprocess preprocess) {
        section.unsupported("nonscalar_logit_scale", "false");
        section.unsupported("multimodal_cfg", "null");
        Vision vision = vision(section.section("vision_cfg", VISION));
        return new ClipConfig(section.integer("embed_dim", 0), vision, text(section.section("text_cfg", TEXT)),
                section.flag("quick_gelu"), section.number("init_logit_scale", ClipConfig.INIT_LOGIT_SCALE),
                section.numberOrNull("init_logit_bias"), preprocess);
    }

    private static Vision vision(JsonSection section) {
        NO_TOWER.forEach(section::unsupported);
        NO_VISION.forEach(section::unsupported);
        return new Vision(section.side("image_size", 224), section.side("patch_size", 16), section.integer("width", 768),
                section.integer("layers", 12), section.integer("head_width", 64), section.number("mlp_ratio", 4),
                section.numberOrNull("ls_init_value"), section.number("patch_dropout", 0), visionPool(section),
                !section.flag("no_ln_pre"), section.flag("final_ln_after_pool"));
    }

    private static Vision.Pool visionPool(JsonSection section) {
        boolean average = section.flag("global_average_pool"); // the older name
        String pool = section.word("pool_type", average ? "avg" : "tok");
        section.require(pool.equals("tok") || pool.equals("avg"), "pool_type", pool, "tok or avg");
        return pool.equals("avg") ? Vision.Pool.AVG : Vision.Pool.TOK;
    }

    private static Text text(JsonSection section) {
        NO_TOWER.forEach(section::unsupported);
        NO_TEXT.forEach(section::unsupported);
        String pool = section.word("pool_type", "argmax");
        section.require(pool.equals("argmax") || pool.equals("last"), "pool_type", pool, "argmax or last");
        return new Text(section.integer("context_length", 77), section.integer("vocab_size", 49408), section.integer("width", 512),
                section.integer("heads", 8), section.integer("layers", 12), section.number("mlp_ratio", 4),
                section.numberOrNull("ls_init_value"), pool.equals("last") ? Text.Pool.LAST : Text.Pool.ARGMAX,
                section.flag("proj_bias"));
    }

    /** {@code size} is that of the model. */
    private static Preprocess preprocess(JsonSection section) {
        section.unsupported("mode", "\"RGB\"");
        section.unsupported("interpolation", "\"bicubic\"");
        section.unsupported("resize_mode", "\"shortest\"");
        section.unsupported("fill_color", "0");
        Preprocess usual = Preprocess.openai();
        return new Preprocess(section.numbers("mean", usual.mean()), section.numbers("std", usual.std()));
    }

    static String write(ClipConfig config) {
        ObjectNode root = MAPPER.createObjectNode();
        ObjectNode model = root.putObject("model_cfg");
        model.put("embed_dim", config.embedDim());
        write(config.vision(), model.putObject("vision_cfg"));
        write(config.text(), model.putObject("text_cfg"));
        model.put("quick_gelu", config.quickGelu()).put("init_logit_scale", config.initLogitScale());
        put(model, "init_logit_bias", config.initLogitBias());
        ObjectNode preprocess = root.putObject("preprocess_cfg");
        ArrayNode mean = preprocess.putArray("mean");
        config.preprocess().mean().forEach(mean::add);
        ArrayNode std = preprocess.putArray("std");
        config.preprocess().std().forEach(std::add);
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static void write(Vision vision, ObjectNode node) {
        node.put("image_size", vision.imageSize())
                .put("layers", vision.layers())
                .put("width", vision.width())
                .put("head_width", vision.headWidth())
                .put("patch_size", vision.patchSize())
                .put("mlp_ratio", vision.mlpRatio());
        put(node, "ls_init_value", vision.layerScale());
        put(node, "patch_dropout", vision.patchDropout() == 0 ? null : vision.patchDropout());
        if (vision.pool() == Vision.Pool.AVG) {
            node.put("pool_type", "avg");
        }
        putTrue(node, "no_ln_pre", !vision.normBefore());
        putTrue(node, "final_ln_after_pool", vision.normAfterPool());
    }

    private static void write(Text text, ObjectNode node) {
        node.put("context_length", text.contextLength())
                .put("vocab_size", text.vocabSize())
                .put("width", text.width())
                .put("heads", text.heads())
                .put("layers", text.layers());
        put(node, "mlp_ratio", text.mlpRatio() == 4 ? null : text.mlpRatio());
        put(node, "ls_init_value", text.layerScale());
        if (text.pool() == Text.Pool.LAST) {
            node.put("pool_type", "last");
        }
        putTrue(node, "proj_bias", text.projectionBias());
    }

    private static void put(ObjectNode node, String key, @Nullable Double value) {
        if (value != null) {
            node.put(key, value);
        }
    }

    private static void putTrue(ObjectNode node, String key, boolean value) {
        if (value) {
            node.put(key, true);
        }
    }
}
