package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does. */
public abstract class StoreContract {
    private static final String ODD = "deep/ü [1] a+b%20#x.npy";
    private static final Recipe RECIPE = new Recipe("assign", 1, new TreeMap<>(Map.of("a", "1")), new TreeMap<>());

    /** An empty folder, of its own for each name. */
    protected abstract Store store(String name) throws IOException;

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void write(Store store, String name, byte[] bytes) throws IOException {
        store.write(name, out -> out.write(bytes));
    }

    private static void write(Store store, String name, String text) throws IOException {
        write(store, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Store store, String name) throws IOException {
        return new String(store.read(name), StandardCharsets.UTF_8);
    }

    @Test
    void namesAreThoseOfAllFilesAtAnyDepthSorted() throws IOException {
        Store store = store("names");
        assertThat(store.names()).isEmpty();
        for (String name : List.of("b.npy", ODD, "a.npy", "deep/er/c", "a/z")) {
            write(store, name, name);
        }
        assertThat(store.names()).containsExactly("a.npy", "a/z", "b.npy", "deep/er/c", ODD);
        for (String name : store.names()) {
            assertThat(text(store, name)).isEqualTo(name);
            assertThat(store.has(name)).isTrue();
        }
        assertThat(store.has("c.npy")).isFalse();
        assertThat(store("names-2").names()).as("another that begins with the same letters").isEmpty();
    }

    @Test
    void rangesAreReadAsFarAsTheFileGoes() throws IOException {
        Store store = store("ranges");
        byte[] bytes = random(700_001, 1);
        write(store, "a.npy", bytes);
        assertThat(store.read("a.npy")).isEqualTo(bytes);
        for (long[] range : new long[][]{{0, 10}, {262_143, 2}, {300_000, 400_000}, {700_000, 1}, {1, 700_000}}) {
            assertThat(store.read("a.npy", range[0], (int) range[1])).as("%d, %d", range[0], range[1])
                    .isEqualTo(Arrays.copyOfRange(bytes, (int) range[0], (int) (range[0] + range[1])));
        }
        assertThat(store.read("a.npy", 699_999, 10)).isEqualTo(Arrays.copyOfRange(bytes, 699_999, 700_001));
        assertThat(store.read("a.npy", 700_001, 10)).isEmpty();
        assertThat(store.read("a.npy", 5_000_000, 10)).isEmpty();
        write(store, "empty", "");
        assertThat(store.read("empty")).isEmpty();
        assertThatThrownBy(() -> store.read("b.npy", 0, 1)).isInstanceOf(NoSuchFileException.class).hasMessageContaining("b.npy");
    }

    @Test
    void aFileIsTheOldOneOrTheNewOne() throws IOException {
        Store store = store("whole");
        write(store, "a", "old");
        assertThatThrownBy(() -> store.write("a", out -> {
            out.write(random(3_000_000, 2));
            throw new IOException("the writer is stopped");
        })).hasMessageContaining("the writer is stopped");
        assertThatThrownBy(() -> store.write("b", out -> {
            throw new IOException("the writer is stopped");
        })).hasMessageContaining("the writer is stopped");
        assertThat(text(store, "a")).isEqualTo("old");
        assertThat(store.names()).containsExactly("a");
        write(store, "a", "new");
        assertThat(text(store, "a")).isEqualTo("new");
    }

    @Test
    void ofManyWhoMakeAFileOneDoes() throws IOException {
        Store store = store("lock");
        AtomicInteger made = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, 12).mapToObj(i -> Thread.ofPlatform().start(() -> {
            try {
                if (store.writeNew(".lock", "by " + i)) {
                    made.addAndGet(100 + i);
                }
            } catch (IOException e) {
                made.addAndGet(10_000);
            }
        })).toList();
        for (Thread thread : threads) {
            join(thread);
        }
        assertThat(made.get()).isBetween(100, 111);
        assertThat(text(store, ".lock")).isEqualTo("by " + (made.get() - 100));
        assertThat(store.writeNew(".lock", "late")).isFalse();
        assertThat(text(store, ".lock")).isEqualTo("by " + (made.get() - 100));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void filesAreDeletedIfTheyAreThereAndSayWhatTheyShould() throws IOException {
        Store store = store("delete");
        store.delete("a");
        store.deleteIf("a", "one");
        write(store, "a", "one");
        store.deleteIf("a", "two");
        assertThat(text(store, "a")).isEqualTo("one");
        store.deleteIf("a", "one");
        assertThat(store.has("a")).isFalse();
        write(store, "a", "one");
        store.delete("a");
        assertThat(store.names()).isEmpty();
    }

    @Test
    void localFilesHaveTheNameAndWhatIsThereNow() throws IOException {
        Store store = store("local");
        for (String content : List.of("first", "other", "third")) { // of one length, within one tick of the clock
            write(store, ODD, content);
            Path local = store.local(ODD);
            assertThat(local.getFileName()).hasToString("ü [1] a+b%20#x.npy");
            assertThat(Files.readString(local)).isEqualTo(content);
        }
        assertThatThrownBy(() -> Files.readString(store.local("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void hashesAreThoseOfTheBytes() throws IOException {
        Store store = store("hashes");
        byte[] bytes = random(1_000_000, 3);
        write(store, "a", bytes);
        write(store, "deep/b", "b");
        assertThat(store.hashes(List.of("deep/b", "a", "deep/b"))).containsExactly(
                Fingerprints.ofBytes("b".getBytes(StandardCharsets.UTF_8)), Fingerprints.ofBytes(bytes),
                Fingerprints.ofBytes("b".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsSentElsewhereIsTheSameStore() throws Exception {
        Store store = store("sent");
        write(store, "a", "one");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(store);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Store there = (Store) in.readObject();
            assertThat(text(there, "a")).isEqualTo("one");
            write(there, "a", "two");
        }
        assertThat(text(store, "a")).isEqualTo("two");
    }

    @Test
    void aStagesFolderIsBegunLockedFinishedAndChecked() throws IOException {
        Store store = store("stage");
        try (StageFolder stage = StageFolder.of(store, RECIPE)) {
            assertThat(stage.begin()).isTrue();
            assertThatThrownBy(() -> StageFolder.of(store, RECIPE).begin()).isInstanceOf(HeldException.class);
            write(store, "deep/a.npy", "1");
            write(store, "other/started.json", "1");
            write(store, "other/b.npy", "1");
            assertThat(stage.finish(Map.of()).files()).containsOnlyKeys("deep/a.npy");
        }
        assertThat(store.names()).containsExactly("deep/a.npy", Manifest.NAME, "other/b.npy", "other/started.json");
        assertThat(StageFolder.of(store, RECIPE).begin()).isFalse();
        Recipe other = new Recipe("assign", 1, new TreeMap<>(Map.of("a", "2")), new TreeMap<>());
        assertThatThrownBy(() -> StageFolder.of(store, other).begin()).isInstanceOf(MismatchException.class)
                .hasMessageContaining("a was 1, now 2");
        write(store, "deep/a.npy", "2");
        assertThatThrownBy(() -> StageFolder.of(store, RECIPE).begin()).isInstanceOf(DamagedException.class)
                .hasMessageContaining("a.npy");
    }

    @Test
    void aLockThatAnEndedProcessLeftIsTakenOver() throws IOException {
        Store store = store("left");
        LockHolder me = LockHolder.here(1);
        write(store, StageLock.NAME, new LockHolder(me.host(), 999_999_999, "never", me.since(), 1, null).json());
        try (StageLock _ = StageLock.take(store)) {
            assertThat(text(store, StageLock.NAME)).contains("\"pid\":" + ProcessHandle.current().pid());
        }
        assertThat(store.names()).isEmpty();
    }
}
