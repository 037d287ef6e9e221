package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import java.awt.Color;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is answered: what the mixture itself says. */
class ServerTest extends ServerContract {
    private static final String EMBEDDINGS = "/v1/embeddings";

    private Mode mode() throws IOException {
        return new ColourRun(root).load(ModeOptions.standard());
    }

    private static float[] floats(JsonNode vector) {
        float[] values = new float[vector.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.get(i).floatValue();
        }
        return values;
    }

    @Test
    void textsAreEmbeddedAsOpenAisClientsAsk() throws Exception {
        Server server = start(options());
        HttpResponse<String> response = post(server, EMBEDDINGS,
                """
                {"model": "colours", "input": ["red", "green green blue"], "encoding_format": "float", "user": "someone"}""");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        JsonNode answer = json(response);
        try (Mode mode = mode()) {
            float[][] expected = mode.textFeatures(List.of("red", "green green blue"));
            assertThat(answer.path("object").stringValue()).isEqualTo("list");
            assertThat(answer.path("model").stringValue()).isEqualTo("colours");
            for (int i = 0; i < 2; i++) {
                assertThat(answer.path("data").get(i).path("index").intValue()).isEqualTo(i);
                assertThat(answer.path("data").get(i).path("object").stringValue()).isEqualTo("embedding");
                assertThat(floats(answer.path("data").get(i).path("embedding"))).containsExactly(expected[i]);
            }
            assertThat(answer.path("usage").path("prompt_tokens").intValue())
                    .isEqualTo(mode.tokens("red").length + mode.tokens("green green blue").length);
        }
    }

    @Test
    void base64HoldsTheSameNumbers() throws Exception {
        Server server = start(options());
        JsonNode answer = json(post(server, EMBEDDINGS, """
                                                        {"input": "red", "encoding_format": "base64"}"""));
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(answer.path("data").get(0).path("embedding").stringValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[9];
        bytes.asFloatBuffer().get(values);
        try (Mode mode = mode()) {
            assertThat(values).containsExactly(mode.textFeatures(List.of("red"))[0]);
        }
    }

    /** As Infinity, as vLLM, and as a data URI among texts. */
    @Test
    void picturesAreEmbeddedInEachWayTheyAreSent() throws Exception {
        Server server = start(options());
        String yellow = picture(Color.YELLOW);
        List<String> ways = List.of("""
                                    {"input": ["%s"], "modality": "image"}""".formatted(yellow),
                """
                {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "%s"}}]}]}""".formatted(yellow),
                """
                {"input": "%s"}""".formatted(yellow));
        try (Mode mode = mode()) {
            float[] expected = mode.imageFeatures(ColourRun.pictures(Color.YELLOW))[0];
            for (String way : ways) {
                JsonNode data = json(post(server, EMBEDDINGS, way)).path("data");
                assertThat(data.size()).isEqualTo(1);
                assertThat(floats(data.get(0).path("embedding"))).containsExactly(expected);
            }
        }
    }

    @Test
    void textsAndPicturesOfOneRequestKeepTheirPlaces() throws Exception {
        Server server = start(options());
        JsonNode data = json(post(server, EMBEDDINGS, """
                                                      {"input": ["red", "%s", "blue"]}""".formatted(picture(Color.WHITE)))).path("data");
        try (Mode mode = mode()) {
            float[][] texts = mode.textFeatures(List.of("red", "blue"));
            assertThat(floats(data.get(0).path("embedding"))).containsExactly(texts[0]);
            assertThat(floats(data.get(1).path("embedding"))).containsExactly(mode.imageFeatures(ColourRun.pictures(Color.WHITE))[0]);
            assertThat(floats(data.get(2).path("embedding"))).containsExactly(texts[1]);
        }
    }

    @Test
    void picturesAreClassifiedAndExplained() throws Exception {
        Server server = start(options());
        JsonNode answer = json(post(server, "/v1/classify",
                """
                {"labels": ["red", "blue"], "templates": ["{}"], "images": ["%s", "%s"], "explain": true}""".formatted(
                        picture(new Color(250, 20, 10)), picture(new Color(30, 30, 240)))));
        assertThat(answer.path("results").get(0).path("label").stringValue()).isEqualTo("red");
        assertThat(answer.path("results").get(1).path("label").stringValue()).isEqualTo("blue");
        try (Mode mode = mode()) {
            var classifier = mode.classifier(List.of("red", "blue"), List.of("{}"));
            double[][] expected = classifier.classify(ColourRun.pictures(new Color(250, 20, 10), new Color(30, 30, 240)));
            for (int p = 0; p < 2; p++) {
                for (int k = 0; k < 2; k++) {
                    assertThat(answer.path("results").get(p).path("probabilities").get(k).doubleValue()).isEqualTo(expected[p][k]);
                }
            }
            assertThat(answer.path("weights").propertyNames()).containsExactlyElementsOf(mode.experts());
            assertThat(answer.path("weights").path("expert-2").floatValue()).isEqualTo(classifier.weights()[2]);
            assertThat(answer.path("results").get(0).path("experts").propertyNames()).containsExactlyElementsOf(classifier.asked());
            assertThat(answer.path("nearest").get(1).path("expert").stringValue()).isEqualTo("expert-2");
        }
    }

    @Test
    void theServerTellsOfItself() throws Exception {
        Server server = start(options());
        JsonNode model = json(get(server, "/v1/models")).path("data").get(0);
        assertThat(model.path("id").stringValue()).isEqualTo("colours");
        assertThat(model.path("dimensions").intValue()).isEqualTo(9);
        post(server, EMBEDDINGS, "{\"input\": \"red\"}");
        post(server, EMBEDDINGS, "{}");
        assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
        assertThat(get(server, "/metrics").body()).contains("mode4j_requests_total{route=\"/v1/embeddings\",status=\"200\"} 1.0",
                "mode4j_requests_total{route=\"/v1/embeddings\",status=\"400\"} 1.0", "mode4j_queue_items{kind=\"texts\"} 0.0",
                "mode4j_batch_items_count{kind=\"texts\"} 1", "jvm_memory_used_bytes");
    }

    /** Every route is described, and nothing is described that is not there. */
    @Test
    void theDescriptionIsTrue() throws Exception {
        Colours colours = Colours.in(root);
        Server server = start(colours, options().withIndex(colours.index(Colours.SPACE, Colours.PICTURES)));
        JsonNode paths = json(get(server, "/openapi.json")).path("paths");
        for (String path : paths.propertyNames()) {
            boolean posted = paths.path(path).has("post");
            String asked = path.replace("{id}", "0");
            int status = (posted ? post(server, asked, "{}") : get(server, asked)).statusCode();
            assertThat(status).as(path).isIn(posted ? List.of(200, 400, 404) : List.of(200, 404));
            if (status == 404) {
                assertThat(json(posted ? post(server, asked, "{}") : get(server, asked)).path("error").path("message").stringValue())
                        .as(path)
                        .doesNotContain("no such route");
            }
        }
        assertThat(paths.propertyNames()).contains(EMBEDDINGS, "/v1/classify", "/v1/models", "/health/live", "/health/ready", "/metrics");
    }
}
