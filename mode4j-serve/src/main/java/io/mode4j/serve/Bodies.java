package io.mode4j.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what clients send. All bodies that are being read or answered take room from one budget, so that many large ones cannot fill the memory. Safe for use by many threads. */
final class Bodies {
    private static final int PIECE = 16 * 1024;
    private static final int DEEPEST = 32;
    private static final int KIBIBYTE = 1024;

    private final Limits limits;
    private final Semaphore kibibytes;
    private final JsonMapper json;

    Bodies(Limits limits) {
        this.limits = limits;
        this.kibibytes = new Semaphore((int) Math.min(Integer.MAX_VALUE, limits.bodiesBytes() / KIBIBYTE));
        this.json = JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxStringLength(limits.bodyBytes()).build())
                .build()).build();
    }

    /**
     * {@return what is made of a request's body, a JSON object; its room is free again after that}
     *
     * @throws Problem when it is too large, too slow, or no such object, or there is no room
     */
    <T> T object(ServerRequest request, Deadline deadline, Function<JsonNode, T> use) {
        long claimed = request.headers().contentLength().orElse(limits.bodyBytes());
        if (claimed > limits.bodyBytes()) {
            throw Problem.tooLarge(limits.bodyBytes());
        }
        int room = (int) Math.ceilDiv(claimed, KIBIBYTE) + 1;
        if (!kibibytes.tryAcquire(room)) {
            throw Problem.busy();
        }
        try {
            return use.apply(object(bytes(request, deadline)));
        } finally {
            kibibytes.release(room);
        }
    }

    private JsonNode object(byte[] body) {
        try {
            JsonNode read = json.readTree(body);
            if (read.isObject()) {
                return read;
            }
            throw Problem.badRequest("", "expected a JSON object as the body");
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation(); // none where it is JSON, but too deep
            throw Problem.badRequest("", at == null ? "the body is nested too deeply"
                    : "the body is not JSON: line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
        }
    }

    /** A body that drips is cut off, however often something comes. */
    private byte[] bytes(ServerRequest request, Deadline deadline) {
        if (!request.headers().contains(HeaderNames.CONTENT_LENGTH) && !request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            throw Problem.badRequest("", "expected a JSON object as the body");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (InputStream in = request.content().inputStream()) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                all.write(piece, 0, n);
                if (all.size() > limits.bodyBytes()) {
                    throw Problem.tooLarge(limits.bodyBytes());
                }
                if (deadline.past()) {
                    throw Problem.slow();
                }
            }
            return all.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
