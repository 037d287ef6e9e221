package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer says what is wrong, and the server answers the next. */
class BadRequestsTest extends ServerContract {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String CLASSIFY = "/v1/classify";

    private void refused(Server server, String path, String body, int status, String says) throws IOException, InterruptedException {
        HttpResponse<String> response = post(server, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).path("error").path("message").stringValue()).contains(says)
                .doesNotContain("Exception", "io.mode4j", "\tat ");
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        Server server = start(options());
        Map<String, String> embeddings = Map.ofEntries(Map.entry("not json", "the body is not JSON"),
                Map.entry("[1]", "expected a JSON object"),
                Map.entry("{}", "input is missing"),
                Map.entry("{\"input\": []}", "not empty"),
                Map.entry("{\"input\": {\"a\": 1}}", "found object"),
                Map.entry("{\"input\": [1, 2, 3]}", "token ids"),
                Map.entry("{\"input\": \"x\", \"encoding_format\": \"hex\"}", "float or base64"),
                Map.entry("{\"input\": \"x\", \"encoding_format\": 7}", "expected a text, found 7"),
                Map.entry("{\"input\": \"x\", \"dimensions\": 4}", "vectors have 9"),
                Map.entry("{\"input\": \"x\", \"modality\": \"audio\"}", "text or image"),
                Map.entry("{\"input\": \"no base64!\", \"modality\": \"image\"}", "input: expected a JPEG, PNG or WebP"),
                Map.entry("{\"input\": \"data:image/png,abc\"}", ";base64,"),
                Map.entry("{\"input\": \"https://example.org/x.png\", \"modality\": \"image\"}", "fetches no address"),
                Map.entry("{\"messages\": [{\"content\": [{\"type\": \"audio\"}]}]}", "text or image_url"),
                Map.entry("{\"messages\": []}", "found 0"));
        for (Map.Entry<String, String> each : embeddings.entrySet()) {
            refused(server, EMBEDDINGS, each.getKey(), 400, each.getValue());
        }
        refused(server, EMBEDDINGS, "{\"input\": \"x\", \"model\": \"gpt\"}", 404, "'colours' only");
        refused(server, CLASSIFY, "{\"labels\": [\"a\", \" \"], \"images\": [\"x\"]}", 400, "blank");
        refused(server, CLASSIFY, "{\"labels\": [\"a\"], \"images\": [\"" + picture(Color.RED) + "\"], \"templates\": [\"photo\"]}", 400,
                "templates");
        refused(server, "/v1/nothing", "{}", 404, "no such route");
        assertThat(post(server, EMBEDDINGS, "{\"input\": \"red\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void sizesAreBounded() throws Exception {
        Server server = start(options().withLimits(Limits.standard().withBodyBytes(1 << 20)));
        refused(server, EMBEDDINGS, "{\"input\": \"" + "x".repeat(9_000) + "\"}", 400, "at most 8192 characters");
        refused(server, EMBEDDINGS, "{\"input\": [" + "\"x\",".repeat(2_048) + "\"x\"]}", 400, "at most 2048");
        refused(server, EMBEDDINGS, "[".repeat(10_000), 400, "nested too deeply");
        HttpResponse<String> large = post(server, EMBEDDINGS, "{\"input\": \"" + "x".repeat(10 << 20) + "\"}");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(post(server, EMBEDDINGS, "{\"input\": \"red\"}").statusCode()).isEqualTo(200);
    }

    /** A header of a few bytes that claims 100,000 × 100,000 pixels, and a picture that ends too early. */
    @Test
    void picturesAreCheckedBeforeTheyAreDecoded() throws Exception {
        Server server = start(options());
        byte[] png = Base64.getDecoder().decode(picture(Color.RED).replaceFirst(".*,", ""));
        byte[] bomb = png.clone();
        ByteBuffer.wrap(bomb).putInt(16, 100_000).putInt(20, 100_000);
        refused(server, EMBEDDINGS, ofPicture(bomb), 400, "100000×100000 pixels");
        byte[] large = png.clone();
        ByteBuffer.wrap(large).putInt(16, 8_000).putInt(20, 8_000);
        refused(server, EMBEDDINGS, ofPicture(large), 400, "at most 50,000,000 pixels, found 8000 × 8000");
        refused(server, EMBEDDINGS, ofPicture(java.util.Arrays.copyOf(png, png.length / 2)), 400, "input: ");
    }

    private static String ofPicture(byte[] file) {
        return "{\"modality\": \"image\", \"input\": \"" + Base64.getEncoder().encodeToString(file) + "\"}";
    }

    @Test
    void onlyWhoKnowsTheKeyIsAnswered() throws Exception {
        Path file = Files.writeString(root.resolve("key"), "correct horse battery staple\n");
        Server server = start(options().withKey(AccessKey.read(file)));
        for (String path : List.of("/v1/models", "/metrics")) {
            assertThat(get(server, path).statusCode()).as(path).isEqualTo(401);
            assertThat(with(server, path, "Bearer wrong").statusCode()).as(path).isEqualTo(401);
            assertThat(with(server, path, "correct horse battery staple").statusCode()).as(path).isEqualTo(401);
            assertThat(with(server, path, "Bearer correct horse battery staple").statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get(server, "/v1/models").headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(server, "/").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> with(Server server, String path, String authorization) throws IOException, InterruptedException {
        return client.send(to(server, path).header("Authorization", authorization).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void pagesOfOtherSitesAreNotAnsweredUnlessTheyAreOnTheList() throws Exception {
        Server server = start(options().withOrigins(List.of("https://search.example.org")));
        assertThat(from(server, "https://evil.example.org").statusCode()).isEqualTo(403);
        HttpResponse<String> let = from(server, "https://search.example.org");
        assertThat(let.statusCode()).isEqualTo(200);
        assertThat(let.headers().firstValue("access-control-allow-origin")).contains("https://search.example.org");
        assertThat(from(server, "http://127.0.0.1:" + server.port()).headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    private HttpResponse<String> from(Server server, String origin) throws IOException, InterruptedException {
        return client.send(to(server, "/v1/models").header("Origin", origin).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What another client than a browser, or a name that was made to point here, would send. */
    @Test
    void namesAndPathsOfOthersAreRefused() throws Exception {
        Server server = start(options());
        assertThat(raw(server, "GET /v1/models HTTP/1.1\r\nHost: evil.example.org\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        for (String path : List.of("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/style.css/../../x",
                "/..%2f..%2fetc/passwd")) {
            assertThat(raw(server, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")).as(path)
                    .doesNotStartWith("HTTP/1.1 2")
                    .doesNotContain("root:");
        }
        assertThat(raw(server, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(get(server, "/v1/models").headers().map()).containsKeys("content-security-policy", "x-content-type-options",
                "x-frame-options", "referrer-policy");
    }

    private static String raw(Server server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One that sends a byte at a time, and one that is gone before it is answered. */
    @Test
    void slowAndVanishingClientsHoldNobodyUp() throws Exception {
        Server server = start(options().withLimits(Limits.standard().withTime(Duration.ofSeconds(1))));
        try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            gone.getOutputStream()
                    .write("POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16\r\n\r\n{\"input\": \"red\"}".getBytes(
                            StandardCharsets.US_ASCII));
            gone.setSoLinger(true, 0); // it is reset, not ended
        }
        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = slow.getOutputStream();
            out.write(
                    "POST /v1/embeddings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 15; i++) {
                out.write(' ');
                assertThat(post(server, EMBEDDINGS, "{\"input\": \"red\"}").statusCode()).isEqualTo(200);
                Thread.sleep(100);
            }
            byte[] answer = new byte[12];
            assertThat(slow.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void aBodyInPiecesIsBoundedToo() throws Exception {
        Server server = start(options().withLimits(Limits.standard().withBodyBytes(4_096)));
        byte[] large = ("{\"input\": \"" + "x".repeat(8_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response = client.send(to(server, EMBEDDINGS).POST(HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(large))).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(413);
    }
}
