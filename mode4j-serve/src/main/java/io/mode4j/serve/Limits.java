package io.mode4j.serve;

import java.time.Duration;

/**
 * What a request may ask for, and how much may wait. Immutable.
 *
 * @param bodyBytes    of one request
 * @param bodiesBytes  of all requests that are being read or answered
 * @param items        texts, pictures or labels of one request
 * @param characters   of one text
 * @param pixels       of one picture, as its header claims
 * @param neighbours   results of one search
 * @param queued       texts or pictures that wait to be computed; more are refused
 * @param batchTokens  of texts that are computed together
 * @param batchPictures that are computed together
 * @param batchWait    how long the first of a batch waits for others
 * @param time         from the first byte of a request to its answer
 * @param connections  open at a time
 */
public record Limits(int bodyBytes, long bodiesBytes, int items, int characters, long pixels, int neighbours, int queued, int batchTokens,
        int batchPictures, Duration batchWait, Duration time, int connections) {

    private static final int MEBIBYTE = 1 << 20;

    /** What a machine of ordinary size bears. */
    public static Limits standard() {
        return new Limits(32 * MEBIBYTE, 256L * MEBIBYTE, 2_048, 8_192, 50_000_000, 1_000, 4_096, 8_192, 32, Duration.ofMillis(2),
                Duration.ofSeconds(30), 1_024);
    }

    /** The same with other sizes of bodies. */
    public Limits withBodyBytes(int bytes) {
        require(bytes >= 1_024, "option max-body: expected at least 1024 bytes, found " + bytes);
        return new Limits(bytes, Math.max(bodiesBytes, bytes), items, characters, pixels, neighbours, queued, batchTokens, batchPictures,
                batchWait, time, connections);
    }

    /** The same with another length of the queues. */
    public Limits withQueued(int most) {
        require(most >= 1, "option queue: expected at least 1, found " + most);
        return new Limits(bodyBytes, bodiesBytes, items, characters, pixels, neighbours, most, batchTokens, batchPictures, batchWait, time,
                connections);
    }

    /** The same with another time for a request. */
    public Limits withTime(Duration most) {
        require(most.toMillis() >= 1, "option request-time: expected more than 0, found " + most);
        return new Limits(bodyBytes, bodiesBytes, items, characters, pixels, neighbours, queued, batchTokens, batchPictures, batchWait,
                most,
                connections);
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
