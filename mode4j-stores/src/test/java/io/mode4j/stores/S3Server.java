package io.mode4j.stores;

import com.adobe.testing.s3mock.S3MockApplication;
import io.mode4j.artifact.CacheFolder;
import io.mode4j.artifact.UnsyncedFileLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that speaks S3, in this process; started by the first who asks, it lasts as long as the process. It asks nobody who they are. */
public final class S3Server {
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private S3Server() {}

    private static final class Holder {
        static final int PORT = start();
        static final FaultyProxy PROXY = new FaultyProxy(URI.create("http://localhost:" + PORT));

        @SuppressWarnings("deprecation") // the other port is encrypted
        private static int start() {
            CacheFolder.use(new CacheFolder(new UnsyncedFileLayer(), temporaryFolder(), 1L << 30)); // not the user's
            System.setProperty("javax.xml.stream.XMLInputFactory", "com.ctc.wstx.stax.WstxInputFactory"); // the server's own: Hadoop brings another
            System.setProperty("javax.xml.stream.XMLOutputFactory", "com.ctc.wstx.stax.WstxOutputFactory");
            System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
            S3MockApplication server = S3MockApplication
                    .start(new HashMap<>(Map.of(S3MockApplication.PROP_HTTPS_PORT, "0", S3MockApplication.PROP_HTTP_PORT,
                            Integer.toString(freePort()))));
            return server.getHttpPort();
        }

        /** 0 would be the server's own choice, which is always the same. */
        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("stores");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder.resolve("cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try {
            new UnsyncedFileLayer().deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is. */
    public static URI address() {
        return URI.create("http://localhost:" + Holder.PORT);
    }

    /** Makes an empty bucket, which this process finds by its URL, which is returned. */
    public static String bucket() {
        return bucketBehind(Holder.PROXY.address());
    }

    /** As {@link #bucket}, of which the requests go to a proxy before the server. */
    public static String bucketBehind(URI proxy) {
        String name = "bucket-" + ProcessHandle.current().pid() + "-" + BUCKETS.incrementAndGet();
        HttpRequest make = HttpRequest.newBuilder(address().resolve("/" + name)).PUT(HttpRequest.BodyPublishers.noBody()).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> made = client.send(make, HttpResponse.BodyHandlers.ofString());
            if (made.statusCode() != 200) {
                throw new IllegalStateException(made + " " + made.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        use(proxy);
        return "s3://" + name;
    }

    /** Where buckets that are opened from now on are. */
    public static void use(URI endpoint) {
        System.setProperty("aws.endpointUrl", endpoint.toString());
        System.setProperty("aws.accessKeyId", "tester");
        System.setProperty("aws.secretAccessKey", "not-a-secret");
    }
}
