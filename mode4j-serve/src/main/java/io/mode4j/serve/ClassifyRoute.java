package io.mode4j.serve;

import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mode4j.clip.Prompts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /v1/classify}: {@code labels}, {@code images}, and where they are wanted {@code templates} and {@code explain}, which adds the experts' weights, what each expert says
 * by itself, and what of the training data each label is most like.
 */
final class ClassifyRoute {
    private static final String LABELS = "labels";
    private static final String IMAGES = "images";
    private static final String TEMPLATES = "templates";
    private static final List<String> TEMPLATE = List.of("a photo of a {}");
    private static final int PROMPTS = 10_000;

    private final Engine engine;
    private final TrainingData data;
    private final Pictures pictures;
    private final Bodies bodies;
    private final Answers answers;
    private final Limits limits;

    ClassifyRoute(Engine engine, TrainingData data, Pictures pictures, Bodies bodies, Answers answers, Limits limits) {
        this.engine = engine;
        this.data = data;
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
        Served.Labels asked = labels(body);
        boolean explain = Fields.flag(body, "explain", false);
        List<byte[]> files = new ArrayList<>();
        for (String image : Fields.texts(body, IMAGES, limits.items())) {
            files.add(pictures.of(IMAGES, image, deadline));
        }
        try (Lease<Served> lease = engine.lease()) {
            Classifier classifier = engine.classifier(lease.get(), asked, deadline);
            return answer(classifier, asked.labels(), engine.classify(classifier, files, deadline), explain);
        } catch (IOException e) {
            throw answers.failed(IMAGES, e);
        }
    }

    private Served.Labels labels(JsonNode body) {
        List<String> labels = Fields.texts(body, LABELS, limits.items());
        labels.forEach(label -> answers.checkText(LABELS, label));
        if (labels.stream().anyMatch(String::isBlank)) {
            throw Problem.badRequest(LABELS, "labels: one of them is blank");
        }
        List<String> templates = Fields.has(body, TEMPLATES) ? Fields.texts(body, TEMPLATES, limits.items()) : TEMPLATE;
        templates.forEach(template -> answers.checkText(TEMPLATES, template));
        try {
            Prompts.check(templates);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(TEMPLATES, "templates: " + e.getMessage());
        }
        Served.Labels asked = new Served.Labels(labels, templates);
        if (asked.prompts() > PROMPTS) {
            throw Problem.badRequest(LABELS,
                    "labels: expected at most %d labels times templates, found %d".formatted(PROMPTS, asked.prompts()));
        }
        return asked;
    }

    private Map<String, Object> answer(Classifier classifier, List<String> labels, List<Classifier.Answer> said, boolean explain)
            throws IOException {
        List<Map<String, Object>> results = new ArrayList<>();
        for (int p = 0; p < said.size(); p++) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("index", p);
            result.put("label", labels.get(largest(said.get(p).together())));
            result.put("probabilities", said.get(p).together());
            if (explain && classifier.mixture().isPresent()) {
                result.put("experts", alone(classifier.mixture().get().asked(), said.get(p).alone()));
            }
            results.add(result);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", engine.name());
        all.put(LABELS, labels);
        all.put("results", results);
        if (explain && classifier.mixture().isPresent()) {
            all.putAll(data.why(classifier.mixture().get()));
        }
        return all;
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static Map<String, double[]> alone(List<String> experts, double[][] probabilities) {
        Map<String, double[]> all = new LinkedHashMap<>();
        for (int e = 0; e < experts.size(); e++) {
            all.put(experts.get(e), probabilities[e]);
        }
        return all;
    }
}
