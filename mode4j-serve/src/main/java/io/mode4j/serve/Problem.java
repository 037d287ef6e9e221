package io.mode4j.serve;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why a request is not answered, as the client is told. */
final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** How many seconds a client that is turned away for want of room is asked to wait. */
    static final int RETRY_SECONDS = 1;

    private final int status;
    private final @Nullable String parameter;

    private Problem(int status, @Nullable String parameter, String message) {
        super(message);
        this.status = status;
        this.parameter = parameter;
    }

    /** The request is wrong. */
    static Problem badRequest(String parameter, String message) {
        return new Problem(400, parameter, message);
    }

    /** The key is missing or another. */
    static Problem unauthorized() {
        return new Problem(401, null, "expected the header 'Authorization: Bearer KEY' with this server's key");
    }

    /** The request comes from where it may not. */
    static Problem forbidden(String message) {
        return new Problem(403, null, message);
    }

    /** What is asked for is not there. */
    static Problem notFound(String message) {
        return new Problem(404, null, message);
    }

    /** The client took too long. */
    static Problem slow() {
        return new Problem(408, null, "the request did not arrive in time");
    }

    /** The request is too large. */
    static Problem tooLarge(long limit) {
        return new Problem(413, null, "expected a body of at most %d bytes".formatted(limit));
    }

    /** There is no room now. */
    static Problem busy() {
        return new Problem(429, null, "too many requests wait; try again in %d s".formatted(RETRY_SECONDS));
    }

    /** The server stops, or could not answer in time. */
    static Problem unavailable(String message) {
        return new Problem(503, null, message);
    }

    /** Something failed that is not the client's; the log has it under this name. */
    static Problem ours(String id) {
        return new Problem(500, null, "the server failed; its log has it as request " + id);
    }

    /** What the server itself does not take. */
    static Problem of(int status) {
        return new Problem(status, null, status == 413 ? "the body is too large" : "the request is not one of HTTP that this server takes");
    }

    int status() {
        return status;
    }

    /** Which field of the request is wrong. */
    @Nullable
    String parameter() {
        return parameter;
    }

    /** Whether it helps to ask again later. */
    boolean passes() {
        return status == 429 || status == 503;
    }

    /** What OpenAI calls the kind. */
    String type() {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            case 500, 503 -> "server_error";
            default -> "invalid_request_error";
        };
    }
}
