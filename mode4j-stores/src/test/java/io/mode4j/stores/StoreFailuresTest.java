package io.mode4j.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.stores.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store does that fails, and what is said of it. */
class StoreFailuresTest {
    private final FaultyProxy proxy = new FaultyProxy(S3Server.address());
    private String bucket = "";
    private String path = "";

    @BeforeEach
    void openABucket() {
        bucket = S3Server.bucketBehind(proxy.address());
        path = bucket.replace("s3://", "/");
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    private Store store() throws IOException {
        return Store.of(Places.path(bucket + "/run"));
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = {"STATUS_500", "STATUS_503", "RESET", "CUT_SHORT", "LYING", "LOST_ANSWER"})
    void failuresThatPassAreNotSeen(Fault fault) throws IOException {
        byte[] bytes = new byte[400_000];
        new Random(1).nextBytes(bytes);
        Fault writing = fault == Fault.CUT_SHORT || fault == Fault.LYING ? Fault.RESET : fault;
        proxy.fail(writing, 1, "PUT " + path);
        store().write("a", out -> out.write(bytes));
        proxy.fail(fault, 1, "GET " + path).fail(writing, 1, "HEAD " + path);
        assertThat(store().read("a")).isEqualTo(bytes);
        proxy.fail(fault, 1, "GET " + path);
        assertThat(Files.readAllBytes(store().local("a"))).isEqualTo(bytes);
        proxy.fail(fault, 1, "GET " + path + "?");
        assertThat(store().names()).containsExactly("a");
        proxy.fail(writing, 1, "PUT " + path);
        assertThat(store().writeNew("b", "one")).isTrue();
        assertThat(store().writeNew("b", "two")).isFalse();
        proxy.fail(writing, 1, "DELETE " + path);
        store().delete("a");
        assertThat(store().has("a")).isFalse();
    }

    @Test
    void whatDoesNotPassNamesTheObjectWhatWasExpectedAndFound() throws IOException {
        store().write("a", out -> out.write(new byte[100]));
        Patience little = new Patience(3, Duration.ofMillis(1), Duration.ofSeconds(1));
        PatientBucket patient = new PatientBucket(StorePath.of(Places.path(bucket + "/x")).getFileSystem().bucket().bucket(), bucket + "/",
                little);
        proxy.fail(Fault.LYING, 3, "GET " + path);
        assertThatThrownBy(() -> patient.read("run/a", 0, 100)).isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read " + bucket + "/run/a: expected 100 bytes, found 50, 3 times")
                .hasMessageContaining("Check the store and the network");
        proxy.fail(Fault.STATUS_503, 30, "GET " + path);
        assertThatThrownBy(() -> patient.read("run/a", 0, 100)).hasMessageContaining("SlowDown").hasMessageContaining("3 times");
    }

    @Test
    void aBucketThatIsMissingAndOneThatIsClosedToUsAreSaidAtOnce() throws IOException {
        Store missing = Store.of(Places.path("s3://no-such-bucket/run"));
        assertThatThrownBy(() -> missing.has("a")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("s3://no-such-bucket: there is no such bucket");
        assertThatThrownBy(missing::names).isInstanceOf(BadInputException.class).hasMessageContaining("there is no such bucket");
        assertThatThrownBy(() -> missing.write("a", out -> out.write(1))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("there is no such bucket");
        proxy.fail(Fault.STATUS_403, 100, "GET " + path, "HEAD " + path, "PUT " + path);
        int before = proxy.seen().size();
        assertThatThrownBy(() -> store().write("a", out -> out.write(1))).isInstanceOf(BadInputException.class)
                .hasMessageContaining(bucket + "/run/a: access denied")
                .hasMessageContaining("AWS_PROFILE");
        assertThatThrownBy(() -> store().has("a")).isInstanceOf(BadInputException.class).hasMessageContaining("access denied");
        assertThatThrownBy(() -> store().names()).isInstanceOf(BadInputException.class).hasMessageContaining("access denied");
        assertThat(proxy.seen().size() - before).as("requests").isLessThan(8);
    }

    @Test
    void aServerThatIsNotThereIsSaid() throws IOException {
        S3Server.use(URI.create("http://localhost:1"));
        PatientBucket patient = new PatientBucket(
                StorePath.of(Places.path("s3://nowhere/x")).getFileSystem().bucket().bucket(), "s3://nowhere/",
                new Patience(2, Duration.ofMillis(1), Duration.ofSeconds(1)));
        assertThatThrownBy(() -> patient.read("a", 0, 1)).hasMessageContaining("http://localhost:1").hasMessageContaining("s3://nowhere/a");
    }

    @Test
    void urlsThatSayMoreThanAPlaceAreRefusedAndNotRepeated() {
        for (String url : new String[]{"s3://key:SECRET@bucket/run", "s3://SECRET@bucket/run", "gs://bucket/run?X-Goog-Signature=SECRET",
            "s3://bucket/data/0.tar?X-Amz-Signature=SECRET&b=c", "abfs://data:SECRET@account.dfs.core.windows.net/run"}) {
            assertThatThrownBy(() -> Places.path(url)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining(url.substring(0, 3))
                    .hasMessageContaining("docs/stores.md")
                    .message()
                    .doesNotContain("SECRET");
        }
        assertThatThrownBy(() -> Places.path("ftp://host/a")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("s3://")
                .hasMessageContaining("gs://");
        assertThatThrownBy(() -> Places.path("s3:///a")).isInstanceOf(BadInputException.class).hasMessageContaining("no bucket");
    }

    @Test
    void whatIsReplacedWhileItIsReadIsNotMixed() throws IOException {
        store().write("a", out -> out.write("old".getBytes(StandardCharsets.UTF_8)));
        Path a = Places.path(bucket + "/run/a");
        assertThat(Files.readString(a)).isEqualTo("old");
        store().write("a", out -> out.write("new, and longer".getBytes(StandardCharsets.UTF_8)));
        assertThat(Files.readString(a)).isEqualTo("new, and longer");
        store().delete("a");
        assertThatThrownBy(() -> Files.readString(a)).isInstanceOf(NoSuchFileException.class).hasMessageContaining(bucket + "/run/a");
    }
}
