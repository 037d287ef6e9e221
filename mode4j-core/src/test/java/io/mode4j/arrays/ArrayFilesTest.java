package io.mode4j.arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pixel of a picture is where it was, whatever file it came in: its value says its place. */
class ArrayFilesTest {

    private static final Images IMAGES = new Images(PictureDecoder.plainJava());

    @TempDir
    private Path root;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Read(String key, byte[] picture, String label) {}

    private static List<Read> read(ArrayFormat format, List<Path> images, List<Path> labels) throws IOException {
        List<Read> read = new ArrayList<>();
        new ArrayFiles(format, images, labels).read((key, picture, label) -> read.add(new Read(key, picture.bytes(), label)));
        return read;
    }

    /** As the Python that made the test's files has it. */
    private static int value(int i, int band, int y, int x) {
        return (i * 31 + band * 67 + y * 7 + x * 3) % 256;
    }

    private static void checkPixels(List<Read> pictures, int side, int bands) throws IOException {
        for (int i = 0; i < pictures.size(); i++) {
            byte[] pixels = IMAGES.decode(pictures.get(i).picture(), side);
            for (int band = 0; band < 3; band++) {
                for (int y = 0; y < side; y++) {
                    for (int x = 0; x < side; x++) {
                        assertThat(pixels[(band * side + y) * side + x] & 0xFF).as("%d %d %d %d", i, band, y, x)
                                .isEqualTo(value(i, bands == 1 ? 0 : band, y, x));
                    }
                }
            }
        }
    }

    private static Path resource(String name) {
        return Path.of("src/test/resources/io/mode4j/arrays").resolve(name);
    }

    @Test
    void cifar10AsItsAuthorsPickledIt() throws IOException {
        List<Read> read = read(ArrayFormat.CIFAR_PICKLE, List.of(resource("cifar10-python2")), List.of());
        assertThat(read.stream().map(Read::label).toList()).containsExactly("7", "2");
        assertThat(read.getLast().key()).isEqualTo("cifar10-python2/1");
        checkPixels(read, 32, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protocol2", "protocol4", "protocol5", "bytes"})
    void cifar100AsUsersPickleItAgain(String protocol) throws IOException {
        List<Read> read = read(ArrayFormat.CIFAR_PICKLE, List.of(resource("cifar100-" + protocol)), List.of());
        assertThat(read.stream().map(Read::label).toList()).containsExactly("99", "0");
        checkPixels(read, 32, 3);
    }

    @Test
    void binaryCifarHasTheLastOfItsLabels() throws IOException {
        for (int labels = 1; labels <= 2; labels++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < 2; i++) {
                out.writeBytes(labels == 2 ? new byte[]{3, (byte) (200 + i)} : new byte[]{(byte) (200 + i)});
                out.writeBytes(planes(i, 32, false));
            }
            Path file = Files.write(root.resolve("test.bin"), out.toByteArray());
            List<Read> read = read(labels == 1 ? ArrayFormat.CIFAR10_BINARY : ArrayFormat.CIFAR100_BINARY, List.of(file), List.of());
            assertThat(read.stream().map(Read::label).toList()).containsExactly("200", "201");
            checkPixels(read, 32, 3);
        }
    }

    @Test
    void stl10RunsDownItsColumnsAndCountsFromOne() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(planes(0, 96, true));
        out.writeBytes(planes(1, 96, true));
        List<Read> read = read(ArrayFormat.STL10, List.of(Files.write(root.resolve("test_X.bin"), out.toByteArray())),
                List.of(Files.write(root.resolve("test_y.bin"), new byte[]{1, 10})));
        assertThat(read.stream().map(Read::label).toList()).containsExactly("0", "9");
        checkPixels(read, 96, 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mnistIsGrayAndMayBeCompressed(boolean zipped) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 2 * 28 * 28).putInt(0x803).putInt(2).putInt(28).putInt(28);
        for (int i = 0; i < 2; i++) {
            for (int place = 0; place < 28 * 28; place++) {
                images.put((byte) value(i, 0, place / 28, place % 28));
            }
        }
        Path pictures = root.resolve("t10k-images-idx3-ubyte" + (zipped ? ".gz" : ""));
        if (zipped) {
            try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(pictures))) {
                out.write(images.array());
            }
        } else {
            Files.write(pictures, images.array());
        }
        Path labels = Files.write(root.resolve("t10k-labels-idx1-ubyte"),
                ByteBuffer.allocate(10).putInt(0x801).putInt(2).put((byte) 4).put((byte) 9).array());
        List<Read> read = read(ArrayFormat.IDX, List.of(pictures), List.of(labels));
        assertThat(read.stream().map(Read::label).toList()).containsExactly("4", "9");
        assertThat(read.getFirst().key()).isEqualTo("t10k-images-idx3-ubyte/0");
        checkPixels(read, 28, 1);
        Files.write(labels, ByteBuffer.allocate(9).putInt(0x801).putInt(1).put((byte) 4).array());
        assertThatThrownBy(() -> read(ArrayFormat.IDX, List.of(pictures), List.of(labels))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("has 2 pictures, and %s has 1 labels".formatted(labels));
        Files.write(labels, ByteBuffer.allocate(9).putInt(0x801).putInt(2).put((byte) 4).array());
        assertThatThrownBy(() -> read(ArrayFormat.IDX, List.of(pictures), List.of(labels))).isInstanceOf(DamagedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void npyHasPixels(int bands) throws IOException {
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            for (int place = 0; place < 16 * 16; place++) {
                for (int band = 0; band < bands; band++) {
                    pixels.write(value(i, band, place / 16, place % 16));
                }
            }
        }
        Path images = npy("test_images.npy", "|u1", bands == 1 ? "2, 16, 16" : "2, 16, 16, 3", pixels.toByteArray());
        Path labels = npy("test_labels.npy", "<i8", "2,", new byte[]{5, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        List<Read> read = read(ArrayFormat.NPY, List.of(images), List.of(labels));
        assertThat(read.stream().map(Read::label).toList()).containsExactly("5", "256");
        checkPixels(read, 16, bands);
        Path flat = npy("flat.npy", "|u1", "2, 256", new byte[512]);
        assertThatThrownBy(() -> read(ArrayFormat.NPY, List.of(flat), List.of(labels))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("pixels [N, H, W, 3] or [N, H, W] expected, found shape [2, 256]");
        Path floats = npy("floats.npy", "<f4", "2, 1, 1", new byte[8]);
        assertThatThrownBy(() -> read(ArrayFormat.NPY, List.of(floats), List.of(labels))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected unsigned bytes in C order, found float32");
    }

    @Test
    void npyHasPathsAndLabelsAsTexts() throws IOException {
        Path images = Files.copy(resource("paths.npy"), root.resolve("val_images.npy"));
        Path labels = Files.copy(resource("counts.npy"), root.resolve("val_labels.npy"));
        Files.createDirectories(root.resolve("red"));
        Files.write(root.resolve("red/1.png"), new byte[]{1});
        assertThatThrownBy(() -> read(ArrayFormat.NPY, List.of(images), List.of(labels))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("names the picture 'blue/näher.png', which is not there");
        Files.createDirectories(root.resolve("blue"));
        Files.write(root.resolve("blue/näher.png"), new byte[]{2});
        List<Read> read = read(ArrayFormat.NPY, List.of(images), List.of(labels));
        assertThat(read.stream().map(Read::key).toList()).containsExactly("red/1.png", "blue/näher.png", "red/1.png");
        assertThat(read.stream().map(Read::label).toList()).as("count_10 comes before count_3").containsExactly("0", "1", "0");
        assertThat(read.get(1).picture()).containsExactly(2);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path cut = Files.write(root.resolve("cut"), Arrays.copyOf(Files.readAllBytes(resource("cifar10-python2")), 3000));
        assertThatThrownBy(() -> read(ArrayFormat.CIFAR_PICKLE, List.of(cut), List.of())).isInstanceOf(DamagedException.class)
                .hasMessageContaining(cut.toString());
        Path page = Files.writeString(root.resolve("page"), "<html><body>sign in first</body></html>");
        assertThatThrownBy(() -> read(ArrayFormat.CIFAR_PICKLE, List.of(page), List.of())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected a pickle; it is an HTML page");
        Path meta = Files.write(root.resolve("batches.meta"),
                "\u0080\u0002}q\u0001U\u0003keyq\u0002K\u0001s.".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> read(ArrayFormat.CIFAR_PICKLE, List.of(meta), List.of())).isInstanceOf(BadInputException.class)
                .hasMessageContaining("a batch of CIFAR expected")
                .hasMessageContaining("found keys [key]");
        Path short1 = Files.write(root.resolve("short.bin"), new byte[3072]);
        assertThatThrownBy(() -> read(ArrayFormat.CIFAR10_BINARY, List.of(short1), List.of())).isInstanceOf(DamagedException.class)
                .hasMessageContaining("pictures of 3073 bytes each")
                .hasMessageContaining("3072 bytes");
        assertThatThrownBy(() -> read(ArrayFormat.IDX, List.of(short1), List.of(short1))).isInstanceOf(DamagedException.class)
                .hasMessageContaining("an idx file of pictures (0x00000803 first)");
        assertThatThrownBy(() -> read(ArrayFormat.STL10, List.of(short1), List.of(short1))).isInstanceOf(DamagedException.class)
                .hasMessageContaining("pictures of 27648 bytes each");
    }

    private static byte[] planes(int i, int side, boolean byColumn) {
        byte[] planes = new byte[3 * side * side];
        for (int band = 0; band < 3; band++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    planes[band * side * side + (byColumn ? x * side + y : y * side + x)] = (byte) value(i, band, y, x);
                }
            }
        }
        return planes;
    }

    private Path npy(String name, String descr, String shape, byte[] data) throws IOException {
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, shape);
        String header = text + " ".repeat(63 - (10 + text.length()) % 64) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(data);
        return Files.write(root.resolve(name), out.toByteArray());
    }
}
