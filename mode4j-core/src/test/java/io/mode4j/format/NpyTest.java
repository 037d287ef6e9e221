package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    private final FileLayer files = new FileLayer();
    @TempDir
    Path temporary;

    static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(NpyTest.class.getResource(name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void eighths(long row, float[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = (row * into.length + i) / 8f;
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, float32.npy", "FLOAT16, float16.npy"})
    void writesAMatrixAsNumpyDoes(Dtype dtype, String golden) throws IOException {
        Path file = temporary.resolve("a.npy");
        Npy.writeMatrix(files, file, dtype, 3, 4, NpyTest::eighths);
        assertThat(file).hasBinaryContent(Files.readAllBytes(golden(golden)));
    }

    @Test
    void writesAndReadsVectorsAsNumpyDoes() throws IOException {
        Path file = temporary.resolve("a.npy");
        Npy.writeFloats(files, file, new float[]{.5f, .625f, .75f, .875f});
        assertThat(file).hasBinaryContent(Files.readAllBytes(golden("floats.npy")));
        assertThat(Npy.readFloats(file)).containsExactly(.5f, .625f, .75f, .875f);
        Npy.writeInts(files, file, new int[]{7, -1, Integer.MAX_VALUE});
        assertThat(file).hasBinaryContent(Files.readAllBytes(golden("ints.npy")));
        assertThat(Npy.readInts(file)).containsExactly(7, -1, Integer.MAX_VALUE);
        Npy.writeLongs(files, file, new long[]{7, -1, 1L << 40});
        assertThat(file).hasBinaryContent(Files.readAllBytes(golden("longs.npy")));
        assertThat(Npy.readLongs(file)).containsExactly(7, -1, 1L << 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32.npy", "float16.npy", "version2.npy", "version3.npy", "float64.npy", "fortran.npy", "bigendian.npy",
        "bighalf.npy",
        "bigdouble_fortran.npy", "half_fortran.npy"})
    void readsNumpysMatrices(String golden) throws IOException {
        try (NpyMatrix matrix = Npy.openMatrix(golden(golden))) {
            assertThat(matrix.rows()).isEqualTo(3);
            assertThat(matrix.dim()).isEqualTo(4);
            float[] row = new float[4];
            matrix.row(1, row);
            assertThat(row).containsExactly(.5f, .625f, .75f, .875f);
            float[] two = new float[9];
            matrix.rows(1, 2, two);
            assertThat(two).containsExactly(.5f, .625f, .75f, .875f, 1, 1.125f, 1.25f, 1.375f, 0);
            assertThatThrownBy(() -> matrix.row(3, row)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> matrix.rows(0, 2, row)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("8");
        }
    }

    @Test
    void closedMatrixCannotBeRead() throws IOException {
        NpyMatrix matrix = Npy.openMatrix(golden("float32.npy"));
        matrix.close();
        assertThatThrownBy(() -> matrix.row(0, new float[4])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void longVectorsAndWideRowsSurvive() throws IOException {
        long[] longs = new long[100_003];
        Arrays.setAll(longs, i -> 1_000_003L * i);
        Npy.writeLongs(files, temporary.resolve("longs.npy"), longs);
        assertThat(Npy.readLongs(temporary.resolve("longs.npy"))).isEqualTo(longs);
        int dim = 10_001;
        Npy.writeMatrix(files, temporary.resolve("wide.npy"), Dtype.FLOAT16, 3, dim, (r, into) -> Arrays.fill(into, (float) r + 1));
        try (NpyMatrix matrix = Npy.openMatrix(temporary.resolve("wide.npy"))) {
            float[] all = new float[3 * dim];
            matrix.rows(0, 3, all);
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i]).isEqualTo(i / dim + 1);
            }
        }
    }

    @Test
    void emptyArraysAreFine() throws IOException {
        Npy.writeInts(files, temporary.resolve("a.npy"), new int[0]);
        assertThat(Npy.readInts(temporary.resolve("a.npy"))).isEmpty();
        Npy.writeMatrix(files, temporary.resolve("b.npy"), Dtype.FLOAT16, 0, 384, NpyTest::eighths);
        try (NpyMatrix matrix = Npy.openMatrix(temporary.resolve("b.npy"))) {
            assertThat(matrix.rows()).isZero();
            assertThat(matrix.dim()).isEqualTo(384);
        }
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        for (String array : List.of("ints int32 of shape [3]", "longs int64 of shape [3]", "floats float32 of shape [4]",
                "scalar float32 of shape []",
                "vector3d float32 of shape [1, 3, 4]", "width0 float32 of shape [3, 0]", "bools bool of shape [3, 4]",
                "complexes complex64",
                "structured [(a, <f4), (b, <i4)]", "objects |O", "strings <U2", "quads <f16", "times <M8[s]")) {
            String name = array.substring(0, array.indexOf(' '));
            assertThatThrownBy(() -> Npy.openMatrix(golden(name + ".npy"))).isInstanceOf(BadInputException.class)
                    .hasMessageContaining(name + ".npy: expected ")
                    .hasMessageContaining("float32")
                    .hasMessageContaining("found ")
                    .hasMessageContaining(array.substring(name.length() + 1))
                    .hasMessageNotContaining("damaged");
        }
        assertThatThrownBy(() -> Npy.readFloats(golden("ints.npy"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected a vector of FLOAT32, found int32 of shape [3]");
        assertThat(Npy.readInts(golden("bigints.npy"))).containsExactly(7, -1, 2147483647);
        Path pointer = Files.writeString(temporary.resolve("lfs.npy"),
                "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
        assertThatThrownBy(() -> Npy.openMatrix(pointer)).isInstanceOf(BadInputException.class).hasMessageContaining("git lfs pull");
        Path file = Files.write(temporary.resolve("a.npy"), new byte[]{1, 2, 3});
        assertThatThrownBy(() -> Npy.readFloats(file)).isInstanceOf(DamagedException.class).hasMessageContaining("3 bytes");
        byte[] whole = Files.readAllBytes(golden("float32.npy"));
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> Npy.openMatrix(file)).isInstanceOf(DamagedException.class)
                .hasMessageContaining("176 bytes")
                .hasMessageContaining("175 bytes");
    }

    @Test
    void anyDamageToTheHeadIsAnIOException() throws IOException {
        byte[] whole = Files.readAllBytes(golden("float32.npy"));
        Path file = temporary.resolve("a.npy");
        for (int at = 0; at < 128; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                Files.write(file, flipped);
                try (NpyMatrix matrix = Npy.openMatrix(file)) {
                    assertThat(matrix.rows() * matrix.dim()).isLessThanOrEqualTo(24);
                } catch (DamagedException | BadInputException e) {
                    assertThat(e).hasMessageContaining("a.npy");
                }
            }
        }
    }

    /** Any part of a matrix whose columns lie one after the other, of every width of number. */
    @Test
    void rowsOfFortransOrderAreRows() throws IOException {
        int rows = 101;
        int dim = 5000;
        ByteBuffer bytes = ByteBuffer.allocate(128 + rows * dim * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) 118);
        bytes.put(
                "{'descr': '<f8', 'fortran_order': True, 'shape': (%dL, %dL), }".formatted(rows, dim).getBytes(StandardCharsets.US_ASCII));
        while (bytes.position() < 127) {
            bytes.put((byte) ' ');
        }
        bytes.put((byte) '\n');
        for (int d = 0; d < dim; d++) {
            for (int r = 0; r < rows; r++) {
                bytes.putDouble(r * dim + d + 1e-12);
            }
        }
        Path file = Files.write(temporary.resolve("f.npy"), bytes.array());
        try (NpyMatrix matrix = Npy.openMatrix(file)) {
            float[] some = new float[17 * dim];
            matrix.rows(80, 17, some);
            for (int i = 0; i < some.length; i++) {
                assertThat(some[i]).isEqualTo(80 * dim + i);
            }
        }
    }
}
