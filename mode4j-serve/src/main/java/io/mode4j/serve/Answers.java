package io.mode4j.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import io.mode4j.image.UndecodableImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What routes have in common: how they answer, and what they check. Immutable. */
final class Answers {
    private static final String JSON = "application/json";

    private final Limits limits;

    Answers(Limits limits) {
        this.limits = limits;
    }

    void send(ServerResponse response, Object answer) {
        response.header(HeaderNames.CONTENT_TYPE, JSON);
        response.send(JsonMapper.shared().writeValueAsBytes(answer));
    }

    /** An error as OpenAI's clients read it. */
    void refuse(ServerResponse response, Problem problem) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", problem.getMessage());
        error.put("type", problem.type());
        error.put("param", problem.parameter());
        error.put("code", problem.status());
        response.status(problem.status());
        if (problem.passes()) {
            response.header(HeaderNames.RETRY_AFTER, Integer.toString(Problem.RETRY_SECONDS));
        }
        if (problem.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        send(response, Map.of("error", error));
    }

    /** A model that is not served is not answered for, as other servers of OpenAI's routes do it. */
    void checkModel(JsonNode body, String name) {
        String asked = Fields.text(body, "model").orElse(name);
        if (!asked.equals(name)) {
            throw Problem.notFound("model: this server has '%s' only".formatted(name));
        }
    }

    void checkText(String field, String text) {
        if (text.length() > limits.characters()) {
            throw Problem.badRequest(field,
                    "%s: expected texts of at most %d characters, found one of %d".formatted(field, limits.characters(), text.length()));
        }
    }

    /** What a model threw: a picture is the client's, all else is ours. */
    RuntimeException failed(String field, IOException e) {
        return e instanceof UndecodableImageException ? Problem.badRequest(field, field + ": " + e.getMessage())
                : new UncheckedIOException(e);
    }
}
