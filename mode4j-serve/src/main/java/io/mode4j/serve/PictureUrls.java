package io.mode4j.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Fetches pictures from hosts that are on a list, and from no other: not where a host sends on to, and not from addresses of this machine or its network, whatever the
 * host's name says. Safe for use by many threads.
 */
final class PictureUrls {
    private static final int REDIRECTS = 3;
    private static final int PIECE = 16 * 1024;

    private final List<String> hosts;
    private final Limits limits;
    private final Predicate<InetAddress> allowed;
    private final HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    /** @param hosts none: nothing is fetched */
    PictureUrls(List<String> hosts, Limits limits) {
        this(hosts, limits, PictureUrls::ofTheWorld);
    }

    /** For tests, whose servers are on this machine. */
    PictureUrls(List<String> hosts, Limits limits, Predicate<InetAddress> allowed) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.limits = limits;
        this.allowed = allowed;
    }

    /** The bytes behind an address. */
    byte[] fetch(String field, String address, Deadline deadline) {
        try {
            String next = address;
            for (int i = 0; i <= REDIRECTS; i++) {
                URI uri = checked(field, next);
                HttpResponse<InputStream> answer = client.send(HttpRequest.newBuilder(uri).timeout(left(deadline)).build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() == 200) {
                        return bytes(field, body, deadline);
                    }
                    String from = next;
                    next = answer.headers()
                            .firstValue("location")
                            .filter(_ -> answer.statusCode() / 100 == 3)
                            .map(location -> URI.create(from).resolve(location).toString())
                            .orElseThrow(() -> failed(field, "its host answered " + answer.statusCode()));
                }
            }
            throw failed(field, "its host sends on and on");
        } catch (IOException | IllegalArgumentException e) {
            throw failed(field, "its host does not answer as expected");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("the server stops");
        }
    }

    private URI checked(String field, String address) throws UnknownHostException {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw failed(field, "the address is none");
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getUserInfo() != null || !hosts.contains(host)) {
            throw Problem.badRequest(field, hosts.isEmpty() ? field + ": this server fetches no address; send the picture as a data URI"
                    : "%s: this server fetches from %s only".formatted(field, String.join(", ", hosts)));
        }
        // The client asks for the same name within the time for which the JVM keeps an answer (30 s), so that it connects to what is checked here.
        for (InetAddress found : InetAddress.getAllByName(host)) {
            if (!allowed.test(found)) {
                throw Problem.badRequest(field, field + ": the host is on a private network");
            }
        }
        return uri;
    }

    private byte[] bytes(String field, InputStream body, Deadline deadline) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
            all.write(piece, 0, n);
            if (all.size() > limits.bodyBytes()) {
                throw failed(field, "it is larger than " + limits.bodyBytes() + " bytes");
            }
            left(deadline);
        }
        return all.toByteArray();
    }

    private static Duration left(Deadline deadline) {
        if (deadline.past()) {
            throw Problem.unavailable("the time for this request is up");
        }
        return Duration.ofNanos(deadline.left());
    }

    private static Problem failed(String field, String why) {
        return Problem.badRequest(field, "%s: the picture cannot be fetched: %s".formatted(field, why));
    }

    /** Neither this machine nor its network, nor what is no single host. */
    static boolean ofTheWorld(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && (bytes[0] & 0xFF) == 100 && (bytes[1] & 0xC0) == 64; // RFC 6598
        boolean zero = bytes.length == 4 && bytes[0] == 0; // RFC 1122
        boolean reserved = bytes.length == 4 && (bytes[0] & 0xF0) == 0xF0; // RFC 1112
        boolean local = address instanceof Inet6Address && (bytes[0] & 0xFE) == 0xFC; // RFC 4193
        boolean translated = address instanceof Inet6Address && bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xFF; // RFC 6052
        return !(address.isLoopbackAddress() || address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress() || shared || zero || reserved || local || translated);
    }
}
