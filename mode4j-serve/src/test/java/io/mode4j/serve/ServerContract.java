package io.mode4j.serve;

import io.mode4j.task.ColourData;
import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server of three experts that know colours, and clients of it. */
abstract class ServerContract {
    final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path root;

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        client.close();
    }

    static ServeOptions options() {
        return ServeOptions.defaults().withPort(0).withAccessLog(false);
    }

    Server start(ServeOptions options) throws IOException {
        return start(Colours.in(root), options);
    }

    Server start(ModelSource source, ServeOptions options) throws IOException {
        Server server = Server.start(source, options);
        open.add(server);
        return server;
    }

    static String picture(Color colour) throws IOException {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(ColourData.png(colour));
    }

    HttpRequest.Builder to(Server server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)));
    }

    HttpResponse<String> post(Server server, String path, String body) throws IOException, InterruptedException {
        return client.send(to(server, path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(Server server, String path) throws IOException, InterruptedException {
        return client.send(to(server, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }
}
