package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder's event files as TensorBoard reads them: in the order of their names, each up to a record that is cut off; where a session starts, what was said of its step and later
 * ones is dropped.
 */
final class EventFiles {
    private final List<Map.Entry<Long, Map<String, Float>>> events = new ArrayList<>();

    private EventFiles() {}

    /** Step to tag to value; a step that is there twice fails. */
    static Map<Long, Map<String, Float>> read(Path folder) throws IOException {
        EventFiles read = new EventFiles();
        for (Path file : in(folder)) {
            read.file(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        }
        Map<Long, Map<String, Float>> byStep = new TreeMap<>();
        read.events.forEach(event -> assertThat(byStep.put(event.getKey(), event.getValue())).as("step " + event.getKey()).isNull());
        return byStep;
    }

    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains("tfevents")).sorted().toList();
        }
    }

    private void file(ByteBuffer in) {
        while (in.remaining() >= 12 && in.remaining() >= 16 + in.getLong(in.position())) {
            int length = (int) in.getLong();
            in.getInt();
            event(slice(in, length));
            in.getInt();
        }
    }

    private void event(ByteBuffer in) {
        long step = 0;
        Map<String, Float> values = new LinkedHashMap<>();
        boolean starts = false;
        while (in.hasRemaining()) {
            switch ((int) number(in)) {
                case 1 << 3 | 1 -> in.getLong();
                case 2 << 3 -> step = number(in);
                case 3 << 3 | 2 -> assertThat(text(slice(in, (int) number(in)))).isEqualTo("brain.Event:2");
                case 5 << 3 | 2 -> summary(slice(in, (int) number(in)), values);
                case 7 << 3 | 2 -> {
                    slice(in, (int) number(in));
                    starts = true;
                }
                default -> throw new AssertionError("an unknown field");
            }
        }
        long now = step;
        if (starts) {
            events.removeIf(event -> event.getKey() >= now);
        } else if (!values.isEmpty()) {
            events.add(Map.entry(step, values));
        }
    }

    private static void summary(ByteBuffer in, Map<String, Float> values) {
        while (in.hasRemaining()) {
            assertThat(number(in)).isEqualTo(1 << 3 | 2);
            ByteBuffer value = slice(in, (int) number(in));
            assertThat(number(value)).isEqualTo(1 << 3 | 2);
            String tag = text(slice(value, (int) number(value)));
            assertThat(number(value)).isEqualTo(2 << 3 | 5);
            values.put(tag, value.getFloat());
        }
    }

    private static ByteBuffer slice(ByteBuffer in, int length) {
        ByteBuffer slice = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return slice;
    }

    private static String text(ByteBuffer in) {
        return Objects.requireNonNull(StandardCharsets.UTF_8.decode(in)).toString();
    }

    private static long number(ByteBuffer in) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
