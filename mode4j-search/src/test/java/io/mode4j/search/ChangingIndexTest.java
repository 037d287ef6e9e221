package io.mode4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.HeldException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index is read while it is changed, has one writer, and outlives a full disk. */
class ChangingIndexTest {
    private static final int DIM = 16;
    private static final int ROUNDS = 60;
    private static final int ROUND = 20;

    @TempDir
    private Path folder = Path.of("");

    /** Every commit has ROUND pictures of one round, and none of another: whoever sees something else saw a mixture of commits. */
    @Test
    void everyQuestionSeesOneCommit() throws Exception {
        float[][] vectors = Pictures.clustered(ROUND, DIM, 3, 6);
        AtomicBoolean done = new AtomicBoolean();
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(DIM, "one"));
                ExecutorService readers = Executors.newFixedThreadPool(3)) {
            round(writer, vectors, 0);
            List<Future<Integer>> seen = new ArrayList<>();
            try (PictureIndex index = PictureIndex.open(folder)) {
                for (int reader = 0; reader < 3; reader++) {
                    seen.add(readers.submit(asking(index, vectors, done)));
                }
                for (int round = 1; round < ROUNDS; round++) {
                    round(writer, vectors, round);
                }
                done.set(true);
                for (Future<Integer> questions : seen) {
                    assertThat(questions.get()).isPositive();
                }
                index.refresh();
                assertThat(index.refresh()).isFalse();
                assertThat(Pictures.keys(index.search(Pictures.near(vectors[0], 1)))).containsExactly("r%d-0".formatted(ROUNDS - 1));
            }
        }
    }

    private static void round(PictureIndexWriter writer, float[][] vectors, int round) throws IOException {
        writer.deleteWhere("width > 0");
        for (int i = 0; i < ROUND; i++) {
            writer.add(Pictures.picture("r%d-%d".formatted(round, i), Map.of("round", round), "round " + round), vectors[i]);
        }
        writer.commit();
    }

    private static Callable<Integer> asking(PictureIndex index, float[][] vectors, AtomicBoolean done) {
        return () -> {
            int questions = 0;
            int last = 0;
            while (!done.get() || questions == 0) {
                index.refresh();
                List<Found> found = index.search(Pictures.near(vectors[questions++ % ROUND], 10 * ROUND));
                assertThat(found).hasSize(ROUND);
                List<Object> rounds = found.stream().map(one -> one.picture().metadata().get("round")).distinct().toList();
                assertThat(rounds).hasSize(1);
                int round = ((Long) rounds.getFirst()).intValue();
                assertThat(round).isGreaterThanOrEqualTo(last);
                last = round;
            }
            return questions;
        };
    }

    /** The pictures of each part of the index. */
    private List<Integer> parts() throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder))) {
            return reader.leaves().stream().map(leaf -> leaf.reader().numDocs()).sorted().toList();
        }
    }

    private void add(int from, int to) throws IOException {
        float[][] vectors = Pictures.clustered(to, DIM, 3, 8);
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(DIM, "one"))) {
            for (int i = from; i < to; i++) {
                writer.add(Pictures.picture("p" + i, Map.of()), vectors[i]);
                if (i % 10 == 9) {
                    writer.commit();
                }
            }
            writer.finish();
        }
    }

    private void delete(int from, int to) throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder)) {
            writer.delete(IntStream.range(from, to).mapToObj(i -> "p" + i).collect(Collectors.toSet()));
            writer.finish();
        }
    }

    @Test
    void whatIsAddedIsAPartOfItsOwnUntilItIsHalfAsMuch() throws IOException {
        add(0, 300);
        assertThat(parts()).containsExactly(300);
        add(300, 360);
        assertThat(parts()).containsExactly(60, 300);
        add(360, 440);
        assertThat(parts()).containsExactly(140, 300);
        add(440, 460);
        assertThat(parts()).containsExactly(460);
    }

    @Test
    void thePartIsWrittenAnewWhenAThirdOfItIsGone() throws IOException {
        add(0, 300);
        delete(0, 90);
        assertThat(all()).isEqualTo(300);
        delete(90, 110);
        assertThat(all()).isEqualTo(190);
    }

    /** With those that are deleted and still lie in the files. */
    private int all() throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder))) {
            return reader.maxDoc();
        }
    }

    @Test
    void thereIsOneWriter() throws IOException {
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(DIM, "one"))) {
            assertThatThrownBy(() -> PictureIndexWriter.open(folder)).isInstanceOf(HeldException.class)
                    .hasMessageContaining(folder.toString());
            writer.commit();
        }
        PictureIndexWriter.open(folder).close();
    }

    /** A disk that is full after so many bytes. */
    private static final class SmallDisk extends FilterDirectory {
        private long left = Long.MAX_VALUE;

        SmallDisk(Directory directory) {
            super(directory);
        }

        @Override
        public IndexOutput createOutput(String name, IOContext context) throws IOException {
            IndexOutput out = super.createOutput(name, context);
            return new IndexOutput("small " + name, name) {
                @Override
                public void close() throws IOException {
                    out.close();
                }

                @Override
                public long getFilePointer() {
                    return out.getFilePointer();
                }

                @Override
                public long getChecksum() throws IOException {
                    return out.getChecksum();
                }

                @Override
                public void writeByte(byte b) throws IOException {
                    use(1);
                    out.writeByte(b);
                }

                @Override
                public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
                    use(length);
                    out.writeBytes(bytes, offset, length);
                }
            };
        }

        private void use(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("No space left on device");
            }
        }
    }

    @Test
    void aFullDiskLeavesTheLastCommit() throws IOException {
        float[][] vectors = Pictures.clustered(500, DIM, 3, 7);
        for (long space : new long[]{0, 300, 5_000, 20_000}) {
            Path place = folder.resolve("disk" + space);
            SmallDisk disk = new SmallDisk(FSDirectory.open(place));
            try (PictureIndexWriter writer = PictureIndexWriter.open(place, disk, Pictures.description(DIM, "one"))) {
                for (int i = 0; i < 200; i++) {
                    writer.add(Pictures.picture("p" + i, Map.of()), vectors[i]);
                }
                writer.commit();
                disk.left = space;
                assertThatThrownBy(() -> {
                    for (int i = 200; i < 500; i++) {
                        writer.add(Pictures.picture("p" + i, Map.of()), vectors[i]);
                    }
                    writer.commit();
                }).isInstanceOf(IOException.class)
                        .hasMessageContaining("Cannot write the index " + place)
                        .hasMessageContaining("No space left on device")
                        .hasMessageContaining("What was committed is whole, 200 pictures");
            }
            PictureIndex.check(place);
            try (PictureIndex index = PictureIndex.open(place)) {
                assertThat(index.pictures()).isEqualTo(200);
                assertThat(Pictures.keys(index.search(Pictures.near(vectors[7], 1)))).containsExactly("p7");
            }
            try (PictureIndexWriter writer = PictureIndexWriter.open(place)) {
                writer.add(Pictures.picture("later", Map.of()), vectors[300]);
                writer.commit();
            }
        }
    }
}
