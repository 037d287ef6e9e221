package io.mode4j.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.image.PictureHeader;
import io.mode4j.search.Found;
import io.mode4j.search.IndexedPicture;
import io.mode4j.search.PictureIndex;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /v1/search}, and the pictures that it names. A question has a {@code text}, an {@code image}, or the {@code id} of a picture of the index, {@code words} of captions, and {@code where}, a
 * condition; {@code explain} adds which experts answered a text, and why.
 */
final class SearchRoutes {
    private static final String IMAGE = "image";
    private static final int USUAL = 20;

    private final Engine engine;
    private final TrainingData data;
    private final Gallery gallery;
    private final Pictures pictures;
    private final Bodies bodies;
    private final Answers answers;
    private final Limits limits;

    SearchRoutes(Engine engine, TrainingData data, Gallery gallery, Pictures pictures, Bodies bodies, Answers answers, Limits limits) {
        this.engine = engine;
        this.data = data;
        this.gallery = gallery;
        this.pictures = pictures;
        this.bodies = bodies;
        this.answers = answers;
        this.limits = limits;
    }

    void add(HttpRules rules) {
        rules.post("/v1/search", this::search)
                .get("/v1/pictures/{id}", this::file)
                .get("/v1/pictures/{id}/thumbnail", this::thumbnail);
    }

    private void search(ServerRequest request, ServerResponse response) {
        Deadline deadline = Deadline.in(limits.time());
        answers.send(response, bodies.object(request, deadline, body -> answer(body, deadline)));
    }

    private Map<String, Object> answer(JsonNode body, Deadline deadline) {
        try (Lease<PictureIndex> index = gallery.index(); Lease<Lease<Served>> model = gallery.model()) {
            Question question = question(body, index.get(), deadline);
            List<Found> found = question.ask(engine, model.get().get(), index.get(), gallery.gate(), deadline);
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("index", gallery.name());
            all.put("pictures", index.get().pictures());
            all.put("results", found.stream().map(SearchRoutes::result).toList());
            if (Fields.flag(body, "explain", false) && question.text().isPresent()) {
                all.put("experts", explained(model.get().get(), question.text().get(), deadline));
            }
            return all;
        } catch (IOException e) {
            throw answers.failed(IMAGE, e);
        }
    }

    private Question question(JsonNode body, PictureIndex index, Deadline deadline) throws IOException {
        Optional<String> text = Fields.text(body, "text").filter(t -> !t.isBlank());
        Optional<String> words = Fields.text(body, "words").filter(w -> !w.isBlank());
        Optional<String> where = Fields.text(body, "where").filter(w -> !w.isBlank());
        text.ifPresent(t -> answers.checkText("text", t));
        words.ifPresent(w -> answers.checkText("words", w));
        where.ifPresent(w -> answers.checkText("where", w));
        Optional<byte[]> image = Fields.text(body, IMAGE).map(picture -> pictures.of(IMAGE, picture, deadline));
        if (Fields.has(body, "id")) {
            image = Optional.of(index.bytes(picture(index, body.get("id").asString(""))));
        }
        return new Question(text, image, Optional.empty(), words, Fields.count(body, "k", USUAL, limits.neighbours()), where,
                Fields.flag(body, "deduplicate", true));
    }

    private static Map<String, Object> result(Found found) {
        IndexedPicture picture = found.picture();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", picture.id());
        one.put("similarity", found.similarity());
        one.put("key", picture.key());
        one.put("shard", picture.shard());
        one.put("captions", picture.captions());
        one.put("width", picture.width());
        one.put("height", picture.height());
        one.put("metadata", picture.metadata());
        one.put("copies", found.copies());
        return one;
    }

    /** The text as a task of its own: who counts how much, and what of the training data it is nearest to. */
    private Map<String, Object> explained(Served model, String text, Deadline deadline) throws IOException {
        Classifier classifier = engine.classifier(model, new Served.Labels(List.of(text), List.of("{}")), deadline);
        return classifier.mixture().isEmpty() ? Map.of() : data.why(classifier.mixture().get());
    }

    private void file(ServerRequest request, ServerResponse response) {
        try (Lease<PictureIndex> index = gallery.index()) {
            byte[] file = index.get().bytes(picture(index.get(), request.path().pathParameters().get("id")));
            response.header(HeaderNames.CONTENT_TYPE, "image/" + PictureHeader.of(file).format().name().toLowerCase(Locale.ROOT));
            response.send(file);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private void thumbnail(ServerRequest request, ServerResponse response) {
        try (Lease<PictureIndex> index = gallery.index()) {
            IndexedPicture picture = picture(index.get(), request.path().pathParameters().get("id"));
            byte[] jpeg = gallery.gate().pass(Deadline.in(limits.time()), () -> gallery.thumbnails().of(index.get(), picture));
            response.header(HeaderNames.CONTENT_TYPE, Thumbnails.TYPE);
            response.send(jpeg);
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private static IndexedPicture picture(PictureIndex index, String id) throws IOException {
        Optional<IndexedPicture> found = id.matches("[0-9]{1,18}") ? index.picture(Long.parseLong(id)) : Optional.empty();
        return found.orElseThrow(() -> Problem.notFound("the index has no picture of that number"));
    }

    /** Shards may move or change after they were indexed. Where they were is not the client's to know. */
    private RuntimeException gone(IOException e) {
        return e instanceof BadInputException || e instanceof DamagedException
                ? Problem.notFound("the picture's shard is not where it was, or has changed")
                : answers.failed("id", e);
    }
}
