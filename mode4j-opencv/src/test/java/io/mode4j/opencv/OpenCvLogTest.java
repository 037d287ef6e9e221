package io.mode4j.opencv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.JavaProcess;
import io.mode4j.artifact.RandomStream;
import io.mode4j.image.PictureDecoderContract;
import io.mode4j.image.UndecodableImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a program that decodes damaged pictures finds on its standard error. */
class OpenCvLogTest {

    /** Such a program. */
    abstract static class Program extends PictureDecoderContract {
        public static void main(String[] arguments) throws IOException {
            for (int i = 0; i < 200; i++) {
                try {
                    new OpenCvDecoder().decode(mutated(resource("pictures/animated.webp"), RandomStream.of(i, "log")), 10);
                } catch (UndecodableImageException _) {
                    // as expected of most
                }
            }
        }
    }

    @Test
    void isSilentUnlessAUserWantsTheLog() throws Exception {
        assertThat(standardError(Map.of())).doesNotContain("ERROR").doesNotContain("WARN");
        assertThat(standardError(Map.of("OPENCV_LOG_LEVEL", "ERROR"))).contains("[ERROR:");
    }

    private static String standardError(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = JavaProcess.of(Program.class, List.of());
        builder.environment().remove("OPENCV_LOG_LEVEL");
        builder.environment().putAll(environment);
        Process program = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String error = new String(program.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(error).isZero();
        return error;
    }
}
