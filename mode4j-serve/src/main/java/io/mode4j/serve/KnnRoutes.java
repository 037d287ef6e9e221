package io.mode4j.serve;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mode4j.artifact.BadInputException;
import io.mode4j.search.Found;
import io.mode4j.search.IndexedPicture;
import io.mode4j.search.PictureIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The back end of clip-retrieval: {@code /knn-service}, {@code /metadata} and {@code /indices-list} with its fields, so that its client and its page work with this server. What it has and an index has not (scores of
 * beauty, of safety, several languages) is taken and changes nothing.
 */
final class KnnRoutes {
    private static final String IMAGE = "image";
    private static final int USUAL = 100;

    private final Engine engine;
    private final Gallery gallery;
    private final Pictures pictures;
    private final Bodies bodies;
    private final Answers answers;
    private final Limits limits;

    KnnRoutes(Engine engine, Gallery gallery, Pictures pictures, Bodies bodies, Answers answers, Limits limits) {
        this.engine = engine;
        this.gallery = gallery;
        this.pictures = pictures;
        this.bodies = bodies;
        this.answers = answers;
        this.limits = limits;
    }

    void add(HttpRules rules) {
        rules.post("/knn-service", this::search)
                .post("/metadata", this::metadata)
                .get("/indices-list", (_, response) -> answers.send(response, List.of(gallery.name())));
    }

    private void search(ServerRequest request, ServerResponse response) {
        Deadline deadline = Deadline.in(limits.time());
        answers.send(response, bodies.object(request, deadline, body -> found(body, deadline)));
    }

    private List<Map<String, Object>> found(JsonNode body, Deadline deadline) {
        checkIndex(body);
        int shown = Fields.count(body, "num_images", USUAL, limits.neighbours());
        Question question = new Question(Fields.text(body, "text").filter(text -> !text.isEmpty()), picture(body, deadline), vector(body),
                Optional.empty(), Fields.count(body, "num_result_ids", shown, limits.neighbours()), Optional.empty(),
                Fields.flag(body, "deduplicate", false));
        question.text().ifPresent(text -> answers.checkText("text", text));
        if (question.text().isEmpty() && question.picture().isEmpty() && question.vector().isEmpty()) {
            throw Problem.badRequest("text", "expected text, image, image_url or embedding_input");
        }
        try (Lease<PictureIndex> index = gallery.index(); Lease<Lease<Served>> model = gallery.model()) {
            List<Found> nearest = question.ask(engine, model.get().get(), index.get(), gallery.gate(), deadline);
            return gallery.gate().pass(deadline, () -> answer(index.get(), nearest, shown));
        } catch (IOException e) {
            throw answers.failed(IMAGE, e);
        }
    }

    /** Beyond those that are shown, numbers and similarities alone. */
    private List<Map<String, Object>> answer(PictureIndex index, List<Found> nearest, int shown) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Found found : nearest) {
            Map<String, Object> one = new LinkedHashMap<>(all.size() < shown ? described(index, found.picture()) : Map.of());
            one.put("id", found.picture().id());
            one.put("similarity", found.similarity());
            all.add(one);
        }
        return all;
    }

    private Optional<byte[]> picture(JsonNode body, Deadline deadline) {
        return Fields.text(body, IMAGE)
                .map(picture -> pictures.of(IMAGE, picture, deadline))
                .or(() -> Fields.text(body, "image_url").map(url -> pictures.of("image_url", url, deadline)));
    }

    private static Optional<float[]> vector(JsonNode body) {
        if (!Fields.has(body, "embedding_input")) {
            return Optional.empty();
        }
        JsonNode given = body.get("embedding_input");
        float[] vector = new float[given.size()];
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = given.get(i).isNumber() ? given.get(i).floatValue() : Float.NaN;
            sum += (double) vector[i] * vector[i];
        }
        if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
            throw Problem.badRequest("embedding_input", "embedding_input: expected a list of numbers, not all of them zero");
        }
        return Optional.of(vector);
    }

    /** One index is served, whatever it is called; a client that names another is told. */
    private void checkIndex(JsonNode body) {
        String asked = Fields.text(body, "indice_name").orElse(gallery.name());
        if (!asked.equals(gallery.name())) {
            throw Problem.notFound("indice_name: this server has '%s' only".formatted(gallery.name()));
        }
    }

    private void metadata(ServerRequest request, ServerResponse response) {
        Deadline deadline = Deadline.in(limits.time());
        answers.send(response, bodies.object(request, deadline, body -> metadata(body, deadline)));
    }

    private List<Map<String, Object>> metadata(JsonNode body, Deadline deadline) {
        checkIndex(body);
        JsonNode ids = body.path("ids");
        if (!ids.isArray() || ids.size() > limits.neighbours()) {
            throw Problem.badRequest("ids", "ids: expected a list of at most " + limits.neighbours());
        }
        try (Lease<PictureIndex> index = gallery.index()) {
            return gallery.gate().pass(deadline, () -> metadata(index.get(), ids));
        } catch (IOException e) {
            throw answers.failed("ids", e);
        }
    }

    private List<Map<String, Object>> metadata(PictureIndex index, JsonNode ids) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        for (JsonNode id : ids) {
            Optional<IndexedPicture> picture = id.isIntegralNumber() ? index.picture(id.longValue()) : Optional.empty();
            if (picture.isPresent()) {
                all.add(Map.of("id", picture.get().id(), "metadata", described(index, picture.get())));
            }
        }
        return all;
    }

    /** The fields that its page shows: where there is no address, the picture itself, small. */
    private Map<String, Object> described(PictureIndex index, IndexedPicture picture) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(picture.metadata());
        all.put("key", picture.key());
        all.put("caption", picture.captions().isEmpty() ? "" : picture.captions().getFirst());
        all.put("original_width", picture.width());
        all.put("original_height", picture.height());
        if (!all.containsKey("url")) {
            try {
                all.put(IMAGE, Base64.getEncoder().encodeToString(gallery.thumbnails().of(index, picture)));
            } catch (BadInputException e) {
                all.put(IMAGE, null); // its shard is gone; what is known of it is still true
            }
        }
        return all;
    }
}
