package io.mode4j.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mode4j.clip.VectorInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /v1/embeddings} as OpenAI's clients call it. Pictures come as they do for vLLM ({@code messages} with {@code image_url} parts) and for Infinity ({@code modality: image}
 * with data URIs as the input); a data URI among the texts is a picture, too.
 */
final class EmbeddingsRoute {
    private static final String INPUT = "input";

    private final Engine engine;
    private final Pictures pictures;
    private final Bodies bodies;
    private final Answers answers;
    private final Limits limits;

    EmbeddingsRoute(Engine engine, Pictures pictures, Bodies bodies, Answers answers, Limits limits) {
        this.engine = engine;
        this.pictures = pictures;
        this.bodies = bodies;
        this.answers = answers;
        this.limits = limits;
    }

    void handle(ServerRequest request, ServerResponse response) {
        Deadline deadline = Deadline.in(limits.time());
        answers.send(response, bodies.object(request, deadline, body -> answer(body, deadline)));
    }

    private Map<String, Object> answer(JsonNode body, Deadline deadline) {
        answers.checkModel(body, engine.name());
        boolean base64 = switch (Fields.text(body, "encoding_format").orElse("float")) {
            case "float" -> false;
            case "base64" -> true;
            default -> throw Problem.badRequest("encoding_format", "encoding_format: expected float or base64");
        };
        List<VectorInput> inputs = inputs(body, deadline);
        try (Lease<Served> lease = engine.lease()) {
            Served model = lease.get();
            if (Fields.has(body, "dimensions") && Fields.count(body, "dimensions", 0, Integer.MAX_VALUE) != model.dim()) {
                throw Problem.badRequest("dimensions", "dimensions: this model's vectors have " + model.dim());
            }
            float[][] vectors = vectors(model, inputs, deadline);
            int tokens = inputs.stream().mapToInt(input -> input instanceof VectorInput.Text(String text) ? model.tokens(text) : 0).sum();
            return answer(vectors, base64, tokens);
        } catch (IOException e) {
            throw answers.failed(INPUT, e);
        }
    }

    private float[][] vectors(Served model, List<VectorInput> inputs, Deadline deadline) throws IOException {
        List<String> texts = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        for (VectorInput input : inputs) {
            switch (input) {
                case VectorInput.Text(String text) -> texts.add(text);
                case VectorInput.Picture picture -> files.add(picture.file());
            }
        }
        var ofTexts = engine.texts(model, texts, deadline).iterator();
        var ofPictures = engine.pictures(model, files, deadline).iterator();
        return inputs.stream().map(input -> (input instanceof VectorInput.Text ? ofTexts : ofPictures).next()).toArray(float[][]::new);
    }

    private Map<String, Object> answer(float[][] vectors, boolean base64, int tokens) {
        List<Map<String, Object>> data = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("object", "embedding");
            one.put("index", i);
            one.put("embedding", base64 ? base64(vectors[i]) : vectors[i]);
            data.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("object", "list");
        all.put("data", data);
        all.put("model", engine.name());
        all.put("usage", Map.of("prompt_tokens", tokens, "total_tokens", tokens));
        return all;
    }

    /** Little-endian floats, as OpenAI's Python client asks for unless it is told otherwise. */
    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private List<VectorInput> inputs(JsonNode body, Deadline deadline) {
        if (Fields.has(body, "messages")) {
            return ofMessages(body.get("messages"), deadline);
        }
        JsonNode input = body.path(INPUT);
        if (input.isArray() && !input.isEmpty() && (input.get(0).isNumber() || input.get(0).isArray())) {
            throw Problem.badRequest(INPUT,
                    "input: expected texts, found token ids, which are those of another tokenizer (LangChain: check_embedding_ctx_length=False)");
        }
        boolean allPictures = switch (Fields.text(body, "modality").orElse("text")) {
            case "text" -> false;
            case "image" -> true;
            default -> throw Problem.badRequest("modality", "modality: expected text or image");
        };
        List<VectorInput> inputs = new ArrayList<>();
        for (String one : Fields.texts(body, INPUT, limits.items())) {
            inputs.add(
                    allPictures || one.startsWith("data:image/") ? new VectorInput.Picture(pictures.of(INPUT, one, deadline))
                            : text(INPUT, one));
        }
        return inputs;
    }

    /** vLLM's: each part is a text or a picture, and each has a vector of its own. */
    private List<VectorInput> ofMessages(JsonNode messages, Deadline deadline) {
        List<VectorInput> inputs = new ArrayList<>();
        for (JsonNode message : messages) {
            JsonNode content = message.path("content");
            if (content.isString()) {
                inputs.add(text("messages", content.stringValue()));
            }
            for (JsonNode part : content.isArray() ? content : List.<JsonNode>of()) {
                inputs.add(switch (Fields.text(part, "type").orElse("")) {
                    case "text" -> text("messages", Fields.text(part, "text").orElse(""));
                    case "image_url" -> new VectorInput.Picture(
                            pictures.of("messages", Fields.text(part.path("image_url"), "url").orElse(""), deadline));
                    default -> throw Problem.badRequest("messages", "messages: expected parts of type text or image_url");
                });
            }
        }
        if (inputs.isEmpty() || inputs.size() > limits.items()) {
            throw Problem.badRequest("messages", "messages: expected from 1 to %d texts and pictures, found %d".formatted(limits.items(),
                    inputs.size()));
        }
        return inputs;
    }

    private VectorInput text(String field, String text) {
        answers.checkText(field, text);
        return new VectorInput.Text(text);
    }
}
