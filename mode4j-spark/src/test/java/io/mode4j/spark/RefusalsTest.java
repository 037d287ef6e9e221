package io.mode4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What cannot work is said before anything is begun. */
class RefusalsTest {
    @Test
    void olderJavaIsRefusedWithTheReason() {
        assertThatThrownBy(() -> SupportedJava.require(Runtime.Version.parse("25.0.2+10"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("25.0.3 or newer")
                .hasMessageContaining("25.0.2")
                .hasMessageContaining("corrupt memory");
        for (String newer : List.of("25.0.3", "25.0.3+9-LTS", "25.1", "26-ea+1")) {
            assertThatCode(() -> SupportedJava.require(Runtime.Version.parse(newer))).as(newer).doesNotThrowAnyException();
        }
    }

    @Test
    void anotherSparkIsRefused() {
        assertThatThrownBy(() -> SparkEngine.requireVersion("4.1.3")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected Spark 4.2.x, found Spark 4.1.3");
        assertThatCode(() -> SparkEngine.requireVersion("4.2.1")).doesNotThrowAnyException();
    }

    @Test
    void aMasterThatDoesNotAnswerIsNamed() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            String two = "spark://127.0.0.1:1,127.0.0.1:" + port;
            assertThatCode(() -> Masters.requireReachable(two)).as("one of two answers").doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> Masters.requireReachable("spark://127.0.0.1:" + port)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("no Spark master answers there")
                .hasMessageContaining("127.0.0.1:" + port);
        assertThatThrownBy(() -> Masters.requireReachable("spark://box")).hasMessageContaining("expected spark://host:port, found 'box'");
        assertThatCode(() -> Masters.requireReachable("local[2]")).doesNotThrowAnyException();
        assertThatCode(() -> Masters.requireReachable("yarn")).doesNotThrowAnyException();
    }

    @Test
    void whatTheUserSetStays() {
        SparkConf set = new SparkConf(false).set("spark.master", "local[3]")
                .set("spark.driver.host", "10.0.0.1")
                .set("spark.app.name", "mine");
        SparkConf complete = Settings.complete(set, "");
        assertThat(complete.get("spark.master")).isEqualTo("local[3]");
        assertThat(complete.get("spark.driver.host")).isEqualTo("10.0.0.1");
        assertThat(complete.get("spark.app.name")).isEqualTo("mine");
        assertThat(Settings.complete(set, "local[1]").get("spark.master")).isEqualTo("local[1]");
        assertThat(Settings.complete(new SparkConf(false), "").get("spark.driver.host")).isEqualTo("127.0.0.1");
        assertThat(Settings.complete(new SparkConf(false), "spark://box:7077").get("spark.jars")).contains("duckdb")
                .doesNotContain("spark-core");
    }

    @Test
    void theEngineIsSaidOnce() {
        assertThat(Main.onSpark("index", "--run", "r")).containsExactly("index", "--engine", "spark", "--run", "r");
        assertThat(Main.onSpark("index", "--engine=local")).containsExactly("index", "--engine=local");
        assertThat(Main.onSpark("--help")).containsExactly("--help");
    }
}
