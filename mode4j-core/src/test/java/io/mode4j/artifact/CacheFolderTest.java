package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final int SIZE = 100;
    @TempDir
    Path temporary;
    private final AtomicInteger made = new AtomicInteger();

    private CacheFolder cache(long mostBytes) {
        return new CacheFolder(new UnsyncedFileLayer(), temporary.resolve("cache"), mostBytes);
    }

    private static byte[] content(String key) {
        byte[] bytes = new byte[SIZE];
        new Random(key.hashCode()).nextBytes(bytes);
        return bytes;
    }

    private FileChannel open(CacheFolder cache, String key) throws IOException {
        return cache.open(key, "file.bin", out -> {
            made.incrementAndGet();
            out.write(content(key));
        });
    }

    private static byte[] read(FileChannel channel) throws IOException {
        try (channel; InputStream in = Channels.newInputStream(channel)) {
            return in.readAllBytes();
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> all = Files.walk(temporary.resolve("cache"))) {
            return all.filter(file -> file.endsWith("file.bin")).toList();
        }
    }

    @Test
    void whatIsThereIsNotMadeAgain() throws IOException {
        CacheFolder cache = cache(10_000);
        assertThat(read(open(cache, "a"))).isEqualTo(content("a"));
        assertThat(read(open(cache, "b"))).isEqualTo(content("b"));
        assertThat(read(open(cache, "a"))).isEqualTo(content("a"));
        assertThat(read(open(cache(10_000), "b"))).isEqualTo(content("b"));
        assertThat(made).hasValue(2);
        assertThat(cache.file("a", "file.bin", _ -> {})).hasBinaryContent(content("a")).hasFileName("file.bin");
    }

    @Test
    void theLeastRecentlyUsedGoFirst() throws IOException {
        CacheFolder cache = cache(10 * SIZE);
        for (int i = 0; i < 10; i++) {
            Path file = cache.file("key " + i, "file.bin", out -> out.write(new byte[SIZE]));
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100 - i)));
        }
        read(open(cache, "key 0"));
        assertThat(made).hasValue(0);
        read(open(cache, "key 10"));
        assertThat(made).hasValue(1);
        assertThat(kept()).hasSize(9); // a twentieth is freed, and files are whole
        for (String kept : List.of("key 0", "key 3", "key 10")) {
            read(open(cache, kept));
        }
        assertThat(made).hasValue(1);
        read(open(cache, "key 1"));
        assertThat(made).hasValue(2);
    }

    @Test
    void aFileThatIsOpenStaysReadableWhenItGoes() throws IOException {
        CacheFolder cache = cache(2 * SIZE);
        FileChannel first = open(cache, "first");
        for (int i = 0; i < 5; i++) {
            read(open(cache, "key " + i));
        }
        assertThat(kept()).hasSizeLessThanOrEqualTo(2);
        assertThat(read(first)).isEqualTo(content("first"));
        assertThat(read(open(cache, "first"))).isEqualTo(content("first"));
        assertThat(made).hasValue(7);
    }

    @Test
    void whatIsLargerThanTheWholeIsKeptUntilOthersCome() throws IOException {
        CacheFolder cache = cache(SIZE / 2);
        assertThat(read(open(cache, "a"))).isEqualTo(content("a"));
        assertThat(kept()).hasSize(1);
        read(open(cache, "b"));
        assertThat(kept()).hasSize(1);
        assertThat(kept().getFirst()).hasBinaryContent(content("b"));
    }

    @Test
    void whatCannotBeMadeIsNotThere() throws IOException {
        CacheFolder cache = cache(10_000);
        assertThatThrownBy(() -> cache.open("a", "file.bin", out -> {
            out.write(new byte[SIZE / 2]);
            throw new IOException("the line is dead");
        })).hasMessage("the line is dead");
        assertThat(kept()).isEmpty();
        assertThat(read(open(cache, "a"))).isEqualTo(content("a"));
    }

    @Test
    void severalThreadsMakeItOnce() throws Exception {
        CacheFolder cache = cache(10_000);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<byte[]>> readers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String key = "key " + i % 4;
                readers.add(() -> read(open(cache, key)));
            }
            List<Future<byte[]>> all = threads.invokeAll(readers);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get()).isEqualTo(content("key " + i % 4));
            }
        }
        assertThat(made).hasValue(4);
    }

    /** What several processes do at once with a cache that is too small for them. */
    static final class Reader {
        private Reader() {}

        public static void main(String... arguments) throws IOException {
            CacheFolder cache = new CacheFolder(new FileLayer(), Path.of(arguments[0]), 10 * SIZE);
            Random random = new Random(Long.parseLong(arguments[1]));
            for (int i = 0; i < 200; i++) {
                String key = "key " + random.nextInt(20);
                byte[] found = read(cache.open(key, "file.bin", out -> out.write(content(key))));
                if (!Arrays.equals(found, content(key))) {
                    throw new IllegalStateException("another file, or a part of one, under " + key);
                }
            }
        }
    }

    @Test
    void severalProcessesShareIt() throws Exception {
        List<Process> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            readers.add(JavaProcess.of(Reader.class, List.of("-XX:TieredStopAtLevel=1"), temporary.resolve("cache"), i)
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process reader : readers) {
            assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
            assertThat(reader.waitFor()).isZero();
        }
        assertThat(kept()).hasSizeBetween(1, 13);
    }
}
