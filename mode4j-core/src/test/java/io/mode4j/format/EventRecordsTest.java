package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Held to bytes that TensorBoard wrote; its reader found in them what {@code events.json} says. */
class EventRecordsTest {
    private static final double BEGAN = 1_700_000_000.25;

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = EventRecordsTest.class.getResourceAsStream("events/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static SequencedMap<String, Double> values(Object... tagsAndValues) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < tagsAndValues.length; i += 2) {
            values.put((String) tagsAndValues[i], (Double) tagsAndValues[i + 1]);
        }
        return values;
    }

    @Test
    void bytesAreTensorBoards() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        written.writeBytes(EventRecords.beginning(BEGAN, 1));
        written.writeBytes(EventRecords.scalars(BEGAN + 1.25, 1, values("train/loss", 2.5, "train/lr", 0.0)));
        written.writeBytes(EventRecords.scalars(BEGAN + 130.25, 130,
                values("train/loss", 0.1, "train/lr", 1e-3, "val/image_to_text_R@1", 1.0)));
        written.writeBytes(EventRecords.scalars(BEGAN + 70_000_000_000.25, 70_000_000_000L, values("train/é", -3.25)));
        assertThat(written.toByteArray()).isEqualTo(resource("events.bin"));
    }

    @Test
    void itsReaderFoundTheNumbers() throws IOException {
        JsonNode found = JsonMapper.shared().readTree(resource("events.json"));
        assertThat(found.propertyNames()).containsExactlyInAnyOrder("train/loss", "train/lr", "val/image_to_text_R@1", "train/é");
        assertThat(found.get("train/loss").get(1).get(2).floatValue()).isEqualTo(0.1f);
        assertThat(found.get("train/é").get(0).get(1).longValue()).isEqualTo(70_000_000_000L);
    }
}
