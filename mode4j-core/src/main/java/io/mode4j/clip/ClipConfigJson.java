package io.mode4j.clip;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.clip.ClipConfig.Preprocess;
import io.mode4j.clip.ClipConfig.Text;
import io.mode4j.clip.ClipConfig.Vision;
import io.mode4j.text.Cleaning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code open_clip_config.json} and back. Defaults of absent keys are those of open_clip's configuration classes. */
final class ClipConfigJson {
    private static final List<String> FALSE = List.of("false");
    private static final List<String> NONE = List.of("null", "\"\"");
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Options of both towers that mode4j has not, with the values that change nothing. */
    private static final Map<String, List<String>> NO_TOWER = Map.of("act_kwargs", List.of("null", "{}", "{\"approximate\":\"none\"}"),
            "norm_kwargs", List.of("null", "{}", "{\"eps\":1e-5}"), "block_type", List.of("null", "\"default\""), "qk_norm", FALSE,
            "scaled_cosine_attn", FALSE, "scale_heads", FALSE, "scale_attn_inner", FALSE, "scale_attn", FALSE, "scale_fc", FALSE);
    private static final Map<String, List<String>> NO_VISION = Map.of("attentional_pool", FALSE, "pos_embed_type", List.of("\"learnable\""),
            "timm_model_name", NONE);
    private static final Map<String, List<String>> NO_TEXT = Map.of("hf_tokenizer_name", NONE, "hf_model_name", NONE, "tokenizer_type",
            NONE,
            "text_arch", List.of("\"clip\""), "variable_text", FALSE, "embed_cls", FALSE, "no_causal_mask", FALSE, "proj_type",
            List.of("\"linear\""));
    private static final Map<String, List<String>> NO_TOKENIZER = Map.of("reduction_mask", NONE, "additional_special_tokens",
            List.of("null", "[]"), "bpe_path", NONE, "strip_sep_token", FALSE, "language", NONE, "tokenizer_mode", NONE);
    private static final Map<String, List<String>> NO_MODEL = Map.of("nonscalar_logit_scale", FALSE, "multimodal_cfg", NONE, "audio_cfg",
            NONE,
            "genlip_cfg", NONE, "genlap_cfg", NONE);
    private static final Map<String, List<String>> NO_PREPROCESS = Map.of("mode", List.of("\"RGB\""), "interpolation",
            List.of("\"bicubic\""), "resize_mode", List.of("\"shortest\""));

    /** What open_clip reads of a file; words and numbers beside it say where the file comes from. */
    private static final Set<String> FILE = Set.of("model_cfg", "preprocess_cfg");
    /** {@code custom_text} is how open_clip nests its modules, {@code output_dict} how they hand on what they make; neither matters here. */
    private static final Set<String> MODEL = with(List.of(NO_MODEL), "embed_dim", "vision_cfg", "text_cfg", "quick_gelu",
            "init_logit_scale",
            "init_logit_bias", "custom_text", "output_dict");
    private static final Set<String> VISION = with(List.of(NO_TOWER, NO_VISION), "image_size", "patch_size", "width", "layers",
            "head_width",
            "mlp_ratio", "ls_init_value", "patch_dropout", "pool_type", "global_average_pool", "no_ln_pre", "final_ln_after_pool",
            // what is of no account without attentional_pool, a timm model, or open_clip's own readers
            "attn_pooler_queries", "attn_pooler_heads", "output_tokens", "image_seq_len", "timm_model_pretrained", "timm_pool", "timm_proj",
            "timm_proj_bias", "timm_drop", "timm_drop_path", "timm_model_kwargs");
    private static final Set<String> TEXT = with(List.of(NO_TOWER, NO_TEXT), "context_length", "vocab_size", "width", "heads", "layers",
            "mlp_ratio", "ls_init_value", "pool_type", "proj_bias", "tokenizer_kwargs",
            // what is of no account without a model or tokenizer of Hugging Face's, tiktoken's, embed_cls, or pooling at an end token
            "output_tokens", "pad_id", "bos_id", "eos_id", "final_ln_after_pool", "tokenizer_mode", "tiktoken_name", "hf_model_pretrained",
            "hf_proj_type", "hf_pooler_type", "hf_model_config",
            // what only the text_arch "modern" has
            "attention_mode", "pos_embed", "rope_temperature", "mlp_type", "norm_type", "norm_eps", "attn_gated", "pre_norm",
            "norm_placement",
            "zero_init_residual", "reg_tokens", "value_residual", "attention_bias", "mlp_bias", "gate_bias");
    private static final Set<String> TOKENIZER = with(List.of(NO_TOKENIZER), "clean", "context_length", "cache_dir");
    /** {@code size} is that of the model; pictures have no border that a {@code fill_color} would fill. */
    private static final Set<String> PREPROCESS = with(List.of(NO_PREPROCESS), "mean", "std", "size", "fill_color");

    private ClipConfigJson() {}

    private static Set<String> with(List<Map<String, List<String>>> others, String... keys) {
        return Stream.concat(others.stream().flatMap(other -> other.keySet().stream()), Stream.of(keys))
                .collect(Collectors.toUnmodifiableSet());
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
        JsonSection file = JsonSection.withRemarks(root, FILE);
        JsonSection model = file.section("model_cfg", MODEL);
        return model(model, file.has("preprocess_cfg") ? preprocess(file.section("preprocess_cfg", PREPROCESS)) : Preprocess.openai());
    }

    private static ClipConfig model(JsonSection section, Preprocess preprocess) {
        NO_MODEL.forEach(section::unsupported);
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
                section.flag("proj_bias"), section.has("tokenizer_kwargs") ? cleaning(section) : Cleaning.LOWER);
    }

    /** Of what open_clip gives its tokenizer beside the context length. */
    private static Cleaning cleaning(JsonSection text) {
        JsonSection section = text.section("tokenizer_kwargs", TOKENIZER);
        NO_TOKENIZER.forEach(section::unsupported);
        int length = text.integer("context_length", 77);
        int again = section.integer("context_length", length);
        section.require(again == length, "context_length", again, "that of text_cfg, " + length);
        String clean = section.word("clean", Cleaning.LOWER.key());
        Map<String, Cleaning> known = new LinkedHashMap<>();
        Stream.of(Cleaning.values()).forEach(cleaning -> known.put(cleaning.key(), cleaning));
        section.require(known.containsKey(clean), "clean", clean, "one of " + String.join(", ", known.keySet()));
        return Objects.requireNonNull(known.get(clean));
    }

    private static Preprocess preprocess(JsonSection section) {
        NO_PREPROCESS.forEach(section::unsupported);
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
        if (text.cleaning() != Cleaning.LOWER) {
            node.putObject("tokenizer_kwargs").put("clean", text.cleaning().key());
        }
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
