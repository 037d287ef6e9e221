package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.torch.TorchOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A trained run is served by the command, and says over HTTP what it says itself. */
class ServeCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:([0-9]+)/");

    @TempDir
    private static Path folder;
    private static Path run = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        run = folder.resolve("run");
        Drawings.write(folder.resolve("data/00000.tar"), 80, 1);
        assertThat(Main.run("run", "--run", run.toString(), "--shards", folder.resolve("data").toString(), "--config",
                KillTest.resource("tiny.yaml"), "--model", KillTest.resource("tiny-model.json"), "--seed-span", "20 steps", "--expert-span",
                "10 steps", "--progress", "none")).isZero();
        assertThat(Main.run("search", "build", "--run", run.toString(), "--shards", folder.resolve("data").toString(), "--out",
                folder.resolve("drawings.index").toString(), "--precision", "fp32", "--progress", "none")).isZero();
    }

    /** As a service is started and stopped. */
    @Test
    void theRunIsServedUntilTheProcessIsTerminated() throws Exception {
        List<String> command = new ArrayList<>(CommandProcess.java());
        command.addAll(List.of("serve", "--run", run.toString(), "--index", folder.resolve("drawings.index").toString(), "--port", "0",
                "--precision", "fp32"));
        Process server = new ProcessBuilder(command).redirectOutput(folder.resolve("access.jsonl").toFile()).start();
        try (BufferedReader err = new BufferedReader(new InputStreamReader(server.getErrorStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            String at = address(err);
            JsonNode answer = post(client, at + "v1/embeddings", "{\"input\": [\"drawing number 3\"]}");
            try (Mode mode = Engines.loadMode(run, ModeOptions.standard(), TorchOptions.defaults().withPrecision("fp32"),
                    new ClipTokenizer())) {
                float[] expected = mode.textFeatures(List.of("drawing number 3"))[0];
                JsonNode vector = answer.path("data").get(0).path("embedding");
                assertThat(vector.size()).isEqualTo(expected.length);
                for (int i = 0; i < expected.length; i++) {
                    assertThat(vector.get(i).floatValue()).isEqualTo(expected[i]);
                }
            }
            JsonNode found = post(client, at + "v1/search", "{\"text\": \"drawing number 3\", \"k\": 5, \"explain\": true}");
            assertThat(found.path("results").size()).isEqualTo(5);
            assertThat(found.path("experts").path("nearest").get(0).has("cluster")).isTrue();
            assertThat(client.send(HttpRequest.newBuilder(URI.create(at + "v1/clusters")).build(), HttpResponse.BodyHandlers.ofString())
                    .body())
                    .contains("\"words\"");
        } finally {
            server.destroy();
            assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        List<String> lines = Files.readAllLines(folder.resolve("access.jsonl"));
        assertThat(lines).hasSize(3).allMatch(line -> JsonMapper.shared().readTree(line).path("status").intValue() == 200);
        assertThat(String.join("", lines)).doesNotContain("drawing number");
    }

    private static String address(BufferedReader err) throws IOException {
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return address.group();
            }
        }
        throw new AssertionError("the server ended without an address");
    }

    private static JsonNode post(HttpClient client, String to, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(to)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void whatIsNotSafeOrNotThereIsRefused() throws IOException {
        Path key = Files.writeString(folder.resolve("short.key"), "short");
        refused(2, "lets others in: give --api-key-file FILE, or say --no-auth", "--host", "0.0.0.0");
        refused(2, "exclude each other", "--no-auth", "--api-key-file", key.toString());
        refused(1, "at least 16 characters", "--api-key-file", key.toString());
        refused(2, "--port expects a number from 0 to 65535, found 70000", "--port", "70000");
        refused(2, "--candidates expects a number of at least 1, found 0", "--candidates", "0");
        refused(1, "nowhere.index", "--index", folder.resolve("nowhere.index").toString());
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            refused(1, "Cannot listen on 127.0.0.1:" + port + ": the port is taken", "--port", port);
        }
    }

    private static void refused(int code, String said, String... more) {
        List<String> command = new ArrayList<>(List.of("serve", "--run", run.toString()));
        command.addAll(List.of(more));
        StringWriter err = new StringWriter();
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(command.toArray(String[]::new))).as(said).isEqualTo(code);
        assertThat(err.toString()).contains(said);
    }
}
