package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.clip.VectorSpace;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens to requests while something else does: a newer model, a full queue, the end. */
class TakingOverTest extends ServerContract {
    private static final String EMBEDDINGS = "/v1/embeddings";
    private static final String RED = "{\"input\": \"red\"}";

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

    /** A model whose texts are all its version; the text "wait" waits for the gate. */
    private final class Versions implements ModelSource {
        private volatile int version = 1;

        @Override
        public String name() {
            return "versions";
        }

        @Override
        public String state() {
            return "version " + version;
        }

        @Override
        public String space() {
            return state();
        }

        @Override
        public VectorSpace open() {
            int mine = version;
            return new VectorSpace() {
                @Override
                public int dim() {
                    return 1;
                }

                @Override
                public float[][] imageFeatures(List<byte[]> pictures) {
                    throw new IllegalStateException("secret of the inside");
                }

                @Override
                public float[][] textFeatures(List<String> texts) throws IOException {
                    if (texts.contains("wait")) {
                        begun.countDown();
                        try {
                            gate.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    return texts.stream().map(_ -> new float[]{mine}).toArray(float[][]::new);
                }

                @Override
                public int[] tokens(String text) {
                    return new int[]{1};
                }

                @Override
                public void close() {
                    closed.add("version " + mine);
                }
            };
        }
    }

    private static float first(HttpResponse<String> response) {
        return json(response).path("data").get(0).path("embedding").get(0).floatValue();
    }

    @Test
    void aNewerStateIsTakenOverAndWhoHadBegunEndsWithTheOld() throws Exception {
        Versions versions = new Versions();
        Server server = start(versions, options());
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> old = clients.submit(() -> post(server, EMBEDDINGS, "{\"input\": \"wait\"}"));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            versions.version = 2;
            for (int i = 0; i < 200 && !get(server, "/metrics").body().contains("mode4j_model_opened_total 2"); i++) {
                Thread.sleep(50);
            }
            Future<HttpResponse<String>> next = clients.submit(() -> post(server, EMBEDDINGS, RED));
            assertThat(closed).isEmpty();
            gate.countDown();
            assertThat(first(old.get())).isEqualTo(1);
            assertThat(first(next.get())).isEqualTo(2);
        }
        for (int i = 0; i < 200 && closed.isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertThat(closed).containsExactly("version 1");
    }

    @Test
    void whoFindsNoRoomIsAskedToComeAgain() throws Exception {
        Server server = start(new Versions(), options().withLimits(Limits.standard().withQueued(1)));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = clients.submit(() -> post(server, EMBEDDINGS, "{\"input\": \"wait\"}"));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            List<Future<HttpResponse<String>>> others = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                others.add(clients.submit(() -> post(server, EMBEDDINGS, RED)));
            }
            int refused = 0;
            for (int i = 0; i < 1_000 && refused < 4; i++) {
                Thread.sleep(10);
                refused = (int) others.stream().filter(Future::isDone).count();
            }
            gate.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<String>> other : others) {
                statuses.add(other.get().statusCode());
                if (other.get().statusCode() == 429) {
                    assertThat(other.get().headers().firstValue("retry-after")).contains("1");
                }
            }
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(statuses).containsExactlyInAnyOrder(200, 429, 429, 429, 429);
        }
    }

    @Test
    void theEndWaitsForWhatWasAsked() throws Exception {
        Server server = start(new Versions(), options());
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> asked = clients.submit(() -> post(server, EMBEDDINGS, "{\"input\": \"wait\"}"));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            Future<?> closing = clients.submit(server::close);
            for (int i = 0; i < 200 && get(server, "/health/ready").statusCode() == 200; i++) {
                Thread.sleep(10);
            }
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
            gate.countDown();
            assertThat(first(asked.get())).isEqualTo(1);
            closing.get();
        }
        assertThat(closed).containsExactly("version 1");
    }

    @Test
    void whatFailsInsideStaysInside() throws Exception {
        Server server = start(new Versions(), options());
        HttpResponse<String> response = post(server, EMBEDDINGS,
                "{\"modality\": \"image\", \"input\": \"" + picture(java.awt.Color.RED) + "\"}");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret", "IllegalState", "io.mode4j")
                .contains(response.headers().firstValue("x-request-id").orElseThrow());
    }
}
