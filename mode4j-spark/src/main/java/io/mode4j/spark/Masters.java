package io.mode4j.spark;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Masters of a standalone cluster: Spark itself looks for them for a minute, and says so in a log. Stateless. */
final class Masters {
    private static final String SCHEME = "spark://";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Masters() {}

    /**
     * Refuses a cluster of which no master answers.
     *
     * @param master a master URL of any kind; {@code spark://host:port,host:port} is looked at
     */
    static void requireReachable(String master) throws BadInputException {
        if (!master.startsWith(SCHEME)) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (String place : master.substring(SCHEME.length()).split(",", -1)) {
            try (Socket socket = new Socket()) {
                socket.connect(address(master, place), (int) PATIENCE.toMillis());
                return;
            } catch (IOException e) {
                failures.add(place + ": " + e.getMessage());
            }
        }
        throw new BadInputException(
                "option master %s: no Spark master answers there (%s). Check host and port, as the master's page shows them, and that it runs."
                        .formatted(master, String.join("; ", failures)));
    }

    private static InetSocketAddress address(String master, String place) throws BadInputException {
        int colon = place.lastIndexOf(':');
        try {
            return new InetSocketAddress(place.substring(0, Math.max(0, colon)), Integer.parseInt(place.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("option master %s: expected spark://host:port, found '%s'".formatted(master, place), e);
        }
    }
}
