package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    private static final float[] CENTERS = {0, .125f, .25f, .375f, .5f, .625f, .75f, .875f, 1, 1.125f, 1.25f, 1.375f};
    private final FileLayer files = new FileLayer();
    @TempDir
    Path temporary;

    private static SequencedMap<String, Tensor> tensors() {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("centers", Tensor.of(CENTERS, 3, 4));
        tensors.put("sizes", Tensor.of(new long[]{5, 6, 7}, 3));
        tensors.put("labels", Tensor.of(new int[]{1, 2}, 2));
        tensors.put("halves", new Tensor(Dtype.FLOAT16, new long[]{2}, MemorySegment.ofArray(new short[]{0x3c00, (short) 0xc000})));
        tensors.put("bytes", new Tensor(Dtype.UINT8, new long[]{3}, MemorySegment.ofArray(new byte[]{1, 2, 3})));
        tensors.put("scalar", Tensor.of(new float[]{.5f}));
        tensors.put("none", Tensor.of(new float[0], 0, 4));
        return tensors;
    }

    private Path write() throws IOException {
        Path file = temporary.resolve("a.safetensors");
        Safetensors.write(files, file, tensors(), Map.of("made by", "mode4j"));
        return file;
    }

    @Test
    void readsWhatItWrites() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write())) {
            file.verify();
            assertThat(file.names()).containsExactly("centers", "sizes", "labels", "halves", "bytes", "scalar", "none");
            assertThat(file.metadata()).containsEntry("made by", "mode4j").containsOnlyKeys("sha256", "made by");
            assertThat(file.floats("centers")).isEqualTo(CENTERS);
            assertThat(file.tensor("centers").shape()).containsExactly(3, 4);
            assertThat(file.longs("sizes")).containsExactly(5, 6, 7);
            assertThat(file.ints("labels")).containsExactly(1, 2);
            assertThat(file.floats("halves")).containsExactly(1, -2);
            assertThat(file.floats("scalar")).containsExactly(.5f);
            assertThat(file.floats("none")).isEmpty();
        }
    }

    @Test
    void writesWhatPythonHasRead() throws IOException {
        assertThat(write()).hasBinaryContent(Files.readAllBytes(NpyTest.golden("java.safetensors")));
    }

    @Test
    void readsPythons() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(NpyTest.golden("python.safetensors"))) {
            assertThat(file.floats("centers")).isEqualTo(CENTERS);
            assertThat(file.floats("halves")).isEqualTo(CENTERS);
            assertThat(file.longs("sizes")).containsExactly(5, 6, 7);
            assertThat(file.ints("labels")).containsExactly(1, 2);
            assertThat(file.metadata()).containsEntry("made by", "safetensors");
            assertThatThrownBy(file::verify).isInstanceOf(DamagedException.class).hasMessageContaining("checksum");
        }
    }

    @Test
    void everyBitIsCovered() throws IOException {
        Path path = write();
        BitFlips.everywhere(path, 1, () -> {
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                file.verify();
            }
        });
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write())) {
            assertThatThrownBy(() -> file.floats("centres")).isInstanceOf(DamagedException.class)
                    .hasMessageContaining("'centres'")
                    .hasMessageContaining("centers");
            assertThatThrownBy(() -> file.ints("centers")).isInstanceOf(DamagedException.class).hasMessageContaining("FLOAT32");
            assertThatThrownBy(() -> file.floats("labels")).isInstanceOf(DamagedException.class).hasMessageContaining("INT32");
        }
    }

    @Test
    void closedFileCannotBeRead() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(write());
        file.close();
        assertThatThrownBy(() -> file.floats("centers")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tensorsLargerThanTheBuffersSurvive() throws IOException {
        float[] large = new float[1_000_003];
        for (int i = 0; i < large.length; i++) {
            large[i] = i;
        }
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("large", Tensor.of(large, large.length));
        Path path = temporary.resolve("large.safetensors");
        Safetensors.write(files, path, tensors, Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.verify();
            assertThat(file.floats("large")).isEqualTo(large);
        }
    }

    @Test
    void aTensorBeyondTheEndIsNamed() throws IOException {
        Path path = write();
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length - 5));
        assertThatThrownBy(() -> SafetensorsFile.open(path)).isInstanceOf(DamagedException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("bytes of tensors")
                .hasMessageNotContaining("MemorySegment");
    }

    @Test
    void widensBfloat16() throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", new Tensor(Dtype.BFLOAT16, new long[]{2}, MemorySegment.ofArray(new short[]{0x3f80, (short) 0xc000})));
        Path path = temporary.resolve("b.safetensors");
        Safetensors.write(files, path, tensors, Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.floats("a")).containsExactly(1, -2);
        }
    }

    @Test
    void shapeAndBytesMustAgree() {
        assertThatThrownBy(() -> Tensor.of(new float[3], 2, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16")
                .hasMessageContaining("12");
        assertThatThrownBy(() -> Safetensors.write(files, temporary.resolve("b"), tensors(), Map.of("sha256", "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoSafetensorsFileIsSaidToBeWhatItIs() throws IOException {
        Path file = temporary.resolve("model.safetensors");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
        assertThatThrownBy(() -> SafetensorsFile.open(file).close()).isInstanceOf(BadInputException.class)
                .hasMessageContaining("model.safetensors: expected a safetensors file; it is a pointer of Git LFS")
                .hasMessageContaining("git lfs pull");
    }

    @Test
    void aHeaderWhoseLengthLooksLikeAnotherKindIsOne() throws IOException {
        Path file = temporary.resolve("gzip.safetensors");
        int padding = 0x8b1f; // a length whose first bytes are those of gzip, but for the alignment that we write
        byte[] header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(8 + padding + 4).order(ByteOrder.LITTLE_ENDIAN).putLong(padding).put(header);
        while (bytes.position() < 8 + padding) {
            bytes.put((byte) ' ');
        }
        Files.write(file, bytes.putFloat(1).array());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.floats("a")).containsExactly(1);
        }
    }
}
