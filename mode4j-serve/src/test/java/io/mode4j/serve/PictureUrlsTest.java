package io.mode4j.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fetched, and from where nothing is. */
class PictureUrlsTest {
    private static final Limits LIMITS = Limits.standard().withBodyBytes(2_048);

    private final HttpServer web;

    PictureUrlsTest() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        serve("/picture", 200, new byte[]{1, 2, 3}, "");
        serve("/large", 200, new byte[4_096], "");
        serve("/gone", 404, new byte[0], "");
        serve("/moved", 302, new byte[0], "/picture");
        serve("/away", 302, new byte[0], "http://evil.example.org/picture");
        serve("/file", 302, new byte[0], "file:///etc/passwd");
        serve("/round", 302, new byte[0], "/round");
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    private void serve(String path, int status, byte[] body, String location) {
        web.createContext(path, exchange -> {
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().add("Location", location);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
    }

    private byte[] fetch(PictureUrls urls, String path) {
        return urls.fetch("image", "http://localhost:%d%s".formatted(web.getAddress().getPort(), path),
                Deadline.in(Duration.ofSeconds(20)));
    }

    private void refused(PictureUrls urls, String path, String says) {
        assertThatThrownBy(() -> fetch(urls, path)).isInstanceOf(Problem.class).hasMessageContaining(says);
    }

    @Test
    void aHostOnTheListIsAskedAndItsRedirectsAreCheckedAgain() {
        PictureUrls urls = new PictureUrls(List.of("LocalHost"), LIMITS, _ -> true);
        assertThat(fetch(urls, "/picture")).containsExactly(1, 2, 3);
        assertThat(fetch(urls, "/moved")).containsExactly(1, 2, 3);
        refused(urls, "/away", "fetches from localhost only");
        refused(urls, "/file", "fetches from localhost only");
        refused(urls, "/round", "sends on and on");
        refused(urls, "/gone", "answered 404");
        refused(urls, "/large", "larger than 2048 bytes");
    }

    @Test
    void noOtherHostIsAsked() {
        refused(new PictureUrls(List.of(), LIMITS, _ -> true), "/picture", "fetches no address");
        refused(new PictureUrls(List.of("pictures.example.org"), LIMITS, _ -> true), "/picture", "fetches from pictures.example.org only");
        PictureUrls urls = new PictureUrls(List.of("localhost"), LIMITS, _ -> true);
        for (String address : List.of("http://user@localhost/picture", "http://localhost@evil.example.org/", "https:///picture", "http://[",
                "http://evil.example.org/#@localhost")) {
            assertThatThrownBy(() -> urls.fetch("image", address, Deadline.in(Duration.ofSeconds(20)))).as(address)
                    .isInstanceOf(Problem.class);
        }
    }

    /** A name on the list that points at this machine's network. */
    @Test
    void aPrivateAddressIsNotAskedWhateverItIsCalled() {
        refused(new PictureUrls(List.of("localhost"), LIMITS), "/picture", "private network");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255", "224.0.0.1", "255.255.255.255", "0.1.2.3", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1"})
    void addressesThatAreNotOfTheWorld(String address) throws UnknownHostException {
        for (InetAddress each : InetAddress.getAllByName(address)) {
            assertThat(PictureUrls.ofTheWorld(each)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
    void addressesOfTheWorld(String address) throws UnknownHostException {
        for (InetAddress each : InetAddress.getAllByName(address)) {
            assertThat(PictureUrls.ofTheWorld(each)).isTrue();
        }
    }
}
