package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.BadInputException;
import io.mode4j.image.PictureHeader;
import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.task.ColourData;
import java.awt.Color;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pictures are found over HTTP as the mixture itself would order them, and in clip-retrieval's words. */
class SearchRoutesTest extends ServerContract {
    private static final String SEARCH = "/v1/search";
    private static final String KNN = "/knn-service";

    private Colours colours = new Colours(root);

    @BeforeEach
    void makeRun() throws IOException {
        colours = Colours.in(root);
    }

    private Server start() throws IOException {
        return start(colours, options().withIndex(colours.index(Colours.SPACE, Colours.PICTURES)));
    }

    private static List<String> keys(JsonNode results) {
        List<String> keys = new ArrayList<>();
        results.forEach(result -> keys.add(result.path("key").stringValue()));
        return keys;
    }

    @Test
    void similaritiesAreTheMixturesOwn() throws Exception {
        JsonNode answer = json(post(start(), SEARCH, "{\"text\": \"red\", \"k\": 4, \"explain\": true}"));
        try (Mode mode = new ColourRun(root).load(ModeOptions.standard())) {
            List<byte[]> pictures = ColourRun.pictures(Colours.PICTURES.values().toArray(Color[]::new));
            double[] expected = mode.similarity(List.of("red"), pictures)[0];
            List<String> names = List.copyOf(Colours.PICTURES.keySet());
            assertThat(answer.path("results").size()).isEqualTo(4);
            for (JsonNode result : answer.path("results")) {
                assertThat(result.path("similarity").doubleValue()).isCloseTo(expected[names.indexOf(result.path("key").stringValue())],
                        within(1e-5));
            }
            float[] weights = mode.queryWeights(List.of("red"))[0];
            assertThat(answer.path("experts").path("weights").path("expert-0").floatValue()).isEqualTo(weights[0]);
        }
        assertThat(answer.path("results").get(0).path("key").stringValue()).isEqualTo("apple");
        assertThat(answer.path("results").get(0).path("captions").get(0).stringValue()).isEqualTo("the apple");
        assertThat(answer.path("pictures").intValue()).isEqualTo(4);
    }

    @Test
    void picturesWordsAndConditionsFindToo() throws Exception {
        Server server = start();
        assertThat(keys(json(post(server, SEARCH, "{\"image\": \"%s\", \"k\": 1}".formatted(picture(Color.YELLOW)))).path("results")))
                .containsExactly("sun");
        assertThat(keys(json(post(server, SEARCH, "{\"words\": \"sea\"}")).path("results"))).containsExactly("sea");
        assertThat(keys(json(post(server, SEARCH, "{\"text\": \"red\", \"where\": \"letters = 3\"}")).path("results")))
                .containsExactlyInAnyOrder("sea", "sun");
        long sea = json(post(server, SEARCH, "{\"words\": \"sea\"}")).path("results").get(0).path("id").longValue();
        assertThat(keys(json(post(server, SEARCH, "{\"id\": %d, \"k\": 1}".formatted(sea))).path("results"))).containsExactly("sea");
    }

    @Test
    void picturesAreSentAsTheyAreAndSmall() throws Exception {
        Server server = start();
        long sun = json(post(server, SEARCH, "{\"words\": \"sun\"}")).path("results").get(0).path("id").longValue();
        HttpResponse<byte[]> file = client.send(to(server, "/v1/pictures/" + sun).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(file.body()).isEqualTo(ColourData.png(new Color(250, 250, 20)));
        assertThat(file.headers().firstValue("content-type")).contains("image/png");
        HttpResponse<byte[]> small = client.send(to(server, "/v1/pictures/" + sun + "/thumbnail").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(PictureHeader.of(small.body())).extracting(PictureHeader::format, PictureHeader::width)
                .containsExactly(PictureHeader.Format.JPEG, 256);
        for (String none : List.of("/v1/pictures/99", "/v1/pictures/-1", "/v1/pictures/..%2f..%2fkey", "/v1/pictures/99/thumbnail")) {
            assertThat(get(server, none).statusCode()).as(none).isEqualTo(404);
        }
        Files.delete(root.resolve("photos/sun.png"));
        assertThat(get(server, "/v1/pictures/" + sun).statusCode()).isEqualTo(404);
        assertThat(get(server, "/v1/pictures/" + sun).body()).doesNotContain(root.toString());
    }

    /** The fields that its Python client sends, and those that its page reads. */
    @Test
    void clipRetrievalsClientIsAnswered() throws Exception {
        Server server = start();
        String question = """
                          {"text": %s, "image": %s, "image_url": null, "embedding_input": %s, "deduplicate": true, "use_safety_model": true,
                           "use_violence_detector": true, "indice_name": "photos.index", "use_mclip": false, "aesthetic_score": 9, "aesthetic_weight": 0.5,
                           "modality": "image", "num_images": 2, "num_result_ids": 3}""";
        JsonNode answer = json(post(server, KNN, question.formatted("\"red\"", "null", "null")));
        assertThat(answer.size()).isEqualTo(3);
        assertThat(answer.get(0).path("caption").stringValue()).isEqualTo("the apple");
        assertThat(answer.get(0).path("similarity").doubleValue()).isGreaterThan(answer.get(1).path("similarity").doubleValue());
        assertThat(PictureHeader.of(Base64.getDecoder().decode(answer.get(0).path("image").stringValue())).format())
                .isEqualTo(PictureHeader.Format.JPEG);
        assertThat(answer.get(2).propertyNames()).containsExactlyInAnyOrder("id", "similarity"); // beyond num_images
        assertThat(json(post(server, KNN, "{\"text\": \"red\", \"num_images\": 2}")).size()).isEqualTo(2);
        String base64 = picture(Color.YELLOW).replaceFirst(".*,", "");
        assertThat(json(post(server, KNN, question.formatted("null", "\"" + base64 + "\"", "null"))).get(0).path("caption").stringValue())
                .isEqualTo("the sun");
        try (Mode mode = new ColourRun(root).load(ModeOptions.standard())) {
            JsonNode same = json(post(server, KNN, question.formatted("null", "null",
                    java.util.Arrays.toString(mode.textFeatures(List.of("red"))[0]))));
            assertThat(same).isEqualTo(answer);
        }
        assertThat(get(server, "/indices-list").body()).isEqualTo("[\"photos.index\"]");
        long id = answer.get(0).path("id").longValue();
        JsonNode metadata = json(post(server, "/metadata", "{\"ids\": [%d, 77], \"indice_name\": \"photos.index\"}".formatted(id)));
        assertThat(metadata.size()).isEqualTo(1);
        assertThat(metadata.get(0).path("metadata").path("letters").intValue()).isEqualTo(5);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        Server server = start();
        Map<String, String> questions = Map.of("{\"text\": \"red\", \"k\": 1000000000}", "k: expected a whole number from 1 to 1000",
                "{\"text\": \"red\", \"where\": \"colour = 'x'\"}", "colour",
                "{\"text\": \"red\", \"where\": \"letters >\"}", "where",
                "{\"text\": 5}", "text: expected a text");
        for (Map.Entry<String, String> each : questions.entrySet()) {
            HttpResponse<String> response = post(server, SEARCH, each.getKey());
            assertThat(response.statusCode()).as(each.getKey()).isEqualTo(400);
            assertThat(response.body()).contains(each.getValue()).doesNotContain("Exception", root.toString());
        }
        assertThat(post(server, KNN, "{\"indice_name\": \"laion5B\", \"text\": \"red\"}").statusCode()).isEqualTo(404);
        assertThat(post(server, KNN, "{\"embedding_input\": [1, 2]}").body()).contains("expected 9 numbers, found 2");
        assertThat(post(server, KNN, "{\"embedding_input\": [0, 0]}").statusCode()).isEqualTo(400);
        assertThat(post(server, KNN, "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void whatIsAddedIsFoundWithoutARestart() throws Exception {
        Server server = start();
        assertThat(keys(json(post(server, SEARCH, "{\"words\": \"rose\"}")).path("results"))).isEmpty();
        colours.index(Colours.SPACE, Map.of("rose", new Color(255, 100, 120)));
        List<String> found = List.of();
        for (int i = 0; i < 200 && found.isEmpty(); i++) {
            Thread.sleep(50);
            found = keys(json(post(server, SEARCH, "{\"words\": \"rose\"}")).path("results"));
        }
        assertThat(found).containsExactly("rose");
    }

    /** Moved aside, with another put in its place. */
    @Test
    void anIndexThatWasBuiltAnewIsTakenOver() throws Exception {
        Server server = start();
        assertThat(json(post(server, SEARCH, "{\"words\": \"sea\"}")).path("pictures").intValue()).isEqualTo(4);
        Files.move(root.resolve("photos.index"), root.resolve("old.index"));
        Files.move(root.resolve("photos"), root.resolve("old.photos"));
        colours.index(Colours.SPACE, Map.of("rose", new Color(255, 100, 120)));
        int pictures = 4;
        for (int i = 0; i < 200 && pictures != 1; i++) {
            Thread.sleep(50);
            HttpResponse<String> response = post(server, SEARCH, "{\"text\": \"red\"}");
            assertThat(response.statusCode()).isEqualTo(200);
            pictures = json(response).path("pictures").intValue();
        }
        assertThat(pictures).isEqualTo(1);
    }

    @Test
    void anIndexOfAnotherModelIsRefused() throws IOException {
        ServeOptions other = options().withIndex(colours.index("others", Colours.PICTURES));
        assertThatThrownBy(() -> start(colours, other)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("photos.index is an index of other vectors than those of 'colours'");
    }
}
