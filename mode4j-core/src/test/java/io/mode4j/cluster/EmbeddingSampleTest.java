package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.Points;
import io.mode4j.cluster.points.PointsSource;
import io.mode4j.cluster.points.RowStarts;
import io.mode4j.cluster.points.Sampling;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.progress.Progress;
import io.mode4j.work.FarRunner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is fitted on lies in this process, whatever there is besides. */
class EmbeddingSampleTest {
    private static final int[] ROWS = {40, 0, 25, 1, 60, 0};
    private static final int DIM = 3;

    @TempDir
    private Path folder;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.of(folder);
    }

    /** Row r of all is r, r + 0.1, r + 0.2. */
    private EmbeddingFiles write(Dtype dtype) throws IOException {
        int[] first = {0};
        for (int file = 0; file < ROWS.length; file++) {
            Npy.writeMatrix(new FileLayer(), folder.resolve("%05d.npy".formatted(file)), dtype, ROWS[file], DIM, (row, into) -> {
                for (int d = 0; d < DIM; d++) {
                    into[d] = first[0] + row + d / 10f;
                }
            });
            first[0] += ROWS[file];
        }
        return EmbeddingFiles.of(store);
    }

    private static float[] values(Points points) {
        float[] values = new float[points.size() * points.dim()];
        points.read(0, points.size(), values);
        return values;
    }

    @ParameterizedTest
    @EnumSource(value = Dtype.class, names = {"FLOAT16", "FLOAT32"})
    void aSampleHasTheRowsThatWereChosenOfAll(Dtype dtype) throws IOException {
        EmbeddingFiles files = write(dtype);
        RowStarts starts = files.rowStarts(new Workers(2));
        try (EmbeddingSample sample = EmbeddingSample.choose(files, starts, 30, new Random(4), store, new FarRunner(), Progress.silent());
                EmbeddingFiles.Opened opened = files.open()) {
            assertThat(values(sample.points()))
                    .containsExactly(values(Points.of(opened.matrices()).select(Sampling.choose(126, 30, new Random(4)))));
            assertThat(store.names()).as("copied").contains("sample-00000.npy");
        }
        assertThat(store.names()).as("removed").noneMatch(name -> name.startsWith("sample"));
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "40, 3", "65, 2", "66, 2", "125, 2", "1000, 1"})
    void partsAreWholeFilesAndHaveEveryChosenRowOnce(long partRows, int count) throws IOException {
        RowStarts starts = write(Dtype.FLOAT32).rowStarts(new Workers(1));
        var parts = EmbeddingSample.parts(starts, 126, new Random(0), partRows);
        assertThat(parts).hasSize(count);
        assertThat(parts.stream().flatMapToInt(part -> Arrays.stream(part.rows()).map(row -> row + (int) starts.of(part.from()))))
                .containsExactlyElementsOf(Stream.iterate(0, row -> row + 1).limit(126).toList());
        assertThat(parts).allMatch(part -> part.rows()[part.rows().length - 1] < starts.of(part.to()) - starts.of(part.from()));
    }

    @Test
    void rowsBeyondWhatAnIntCountsAreFound() throws IOException {
        for (int file = 0; file < 3; file++) { // of zeros that take no room on the disk
            Npy.writeMatrix(new FileLayer(), folder.resolve(file + ".npy"), Dtype.FLOAT16, 0, 1, (_, _) -> {});
            try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve(file + ".npy").toFile(), "rw")) {
                byte[] head = new byte[128];
                sparse.readFully(head);
                String text = new String(head, StandardCharsets.ISO_8859_1).replace("(0, 1), }         ", "(1000000000, 1), }");
                sparse.seek(0);
                sparse.write(text.getBytes(StandardCharsets.ISO_8859_1));
                sparse.setLength(128 + 2_000_000_000L);
                sparse.seek(128 + 2 * 500_000_000L);
                sparse.write(new byte[]{0, (byte) (0x3c + 4 * file)}); // 1, 2, 4 … at row 500,000,000 of each
            }
        }
        EmbeddingFiles files = EmbeddingFiles.of(store);
        RowStarts starts = files.rowStarts(new Workers(1));
        assertThat(starts.size()).isEqualTo(3_000_000_000L);
        try (PointsSource.Opened opened = new EmbeddedPoints(files, starts).open(2_499_999_998L, 2_500_000_002L)) {
            assertThat(values(opened.points())).containsExactly(0, 0, 4, 0);
        }
    }

    @Test
    void rowsOfAnotherLengthAreRefusedByTheirHeads() throws IOException {
        write(Dtype.FLOAT32);
        Npy.writeMatrix(new FileLayer(), folder.resolve("00003.npy"), Dtype.FLOAT32, 5, 4, (_, _) -> {});
        assertThatThrownBy(() -> EmbeddingFiles.of(store).rowStarts(new Workers(2))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("00003.npy has dim 4; expected dim 3");
    }
}
