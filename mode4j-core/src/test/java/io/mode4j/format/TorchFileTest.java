package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that PyTorch wrote, and what we write; see the README beside them. */
class TorchFileTest {
    @TempDir
    Path temporary;

    /** What {@code java.pt} holds. */
    private static Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("centers", Tensor.of(new float[]{0, .5f, 1, 1.5f, 2, 2.5f}, 2, 3));
        values.put("half", new Tensor(Dtype.FLOAT16, new long[]{2}, MemorySegment.ofArray(new short[]{0x3c00, (short) 0xc000})));
        values.put("sizes", Tensor.of(new long[]{1L << 40, -1}, 2));
        values.put("labels", Tensor.of(new int[]{7}, 1));
        values.put("scalar", Tensor.of(new float[]{.25f}));
        values.put("none", Tensor.of(new float[0], 0, 4));
        values.put("epoch", 3L);
        values.put("big", 1L << 40);
        values.put("name", "é x");
        values.put("inside", Map.of("list", Arrays.asList(1.5, true, null, "a")));
        return values;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static Tensor tensor(@Nullable Object value) {
        return (Tensor) Objects.requireNonNull(value);
    }

    @Test
    void readsPythonsCheckpoints() throws IOException {
        try (TorchFile file = TorchFile.open(NpyTest.golden("python.pt"))) {
            file.verify();
            Map<?, ?> root = map(file.root());
            assertThat(root.get("epoch")).isEqualTo(3L);
            assertThat(root.get("name")).isEqualTo("é x");
            assertThat(root.get("big")).isEqualTo(1L << 40);
            assertThat(root.get("negative")).isEqualTo(-7L);
            assertThat(root.get("lr")).isEqualTo(1e-4);
            assertThat(root.get("none")).isNull();
            assertThat(root.get("yes")).isEqualTo(true);
            assertThat(root.get("shape")).isEqualTo(List.of(3L, 4L));
            assertThat(root.get("list")).isEqualTo(List.of("a", 2.5));
            Map<?, ?> weights = map(root.get("state_dict"));
            assertThat(weights.keySet().toString()).isEqualTo("[module.0.weight, module.0.bias, module.1.weight, module.1.bias]");
            assertThat(tensor(weights.get("module.0.weight")).shape()).containsExactly(3, 4);
            Map<?, ?> optimizer = map(root.get("optimizer"));
            assertThat(map(optimizer.get("state")).get(0L)).isInstanceOf(Map.class);
        }
    }

    @Test
    void readsOrderedDictsWithTheirAttributes() throws IOException {
        try (TorchFile file = TorchFile.open(NpyTest.golden("python-ordered.pt"))) {
            SequencedMap<String, Tensor> tensors = file.tensors();
            assertThat(tensors.keySet()).containsExactly("0.weight", "0.bias", "1.weight", "1.bias");
            assertThat(tensor(tensors.get("0.bias")).floats()).hasSize(3);
        }
    }

    @Test
    void stridedTensorsComeOutRowMajorAndEveryNumberTypeAsItIs() throws IOException {
        try (TorchFile file = TorchFile.open(NpyTest.golden("python-strided.pt"))) {
            Map<String, Tensor> tensors = file.tensors();
            float[] transposed = new float[24];
            for (int i = 0; i < 24; i++) {
                transposed[(i % 4) * 6 + i / 4 % 3 * 2 + i / 12] = i; // [2, 3, 4] to [4, 3, 2]
            }
            assertThat(tensor(tensors.get("transposed")).shape()).containsExactly(4, 3, 2);
            assertThat(tensor(tensors.get("transposed")).floats()).isEqualTo(transposed);
            assertThat(tensor(tensors.get("part")).floats()).containsExactly(13, 14, 17, 18, 21, 22);
            assertThat(tensor(tensors.get("half")).floats()).containsExactly(1.5f, -2);
            assertThat(tensor(tensors.get("bfloat")).floats()).containsExactly(1.5f, -2);
            assertThat(tensor(tensors.get("long")).data().toArray(ValueLayout.JAVA_LONG_UNALIGNED)).containsExactly(1L << 40, -1);
            assertThat(tensor(tensors.get("int")).data().toArray(ValueLayout.JAVA_INT_UNALIGNED)).containsExactly(7);
            assertThat(tensor(tensors.get("byte")).data().toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, -1);
            assertThat(tensor(tensors.get("scalar")).shape()).isEmpty();
            assertThat(tensor(tensors.get("scalar")).floats()).containsExactly(.25f);
            assertThat(tensor(tensors.get("empty")).shape()).containsExactly(0, 4);
            assertThat(tensor(tensors.get("parameter")).floats()).containsExactly(1, 1, 1);
        }
    }

    @Test
    void rowMajorTensorsAreViewsOfTheFile() throws IOException {
        TorchFile file = TorchFile.open(NpyTest.golden("python-strided.pt"));
        MemorySegment whole = tensor(file.tensors().get("whole")).data();
        assertThat(whole.isReadOnly()).isTrue();
        file.close();
        assertThatThrownBy(() -> whole.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsWhatItWrites() throws IOException {
        Path path = temporary.resolve("a.pt");
        TorchFile.write(new FileLayer(), path, values());
        try (TorchFile file = TorchFile.open(path)) {
            file.verify();
            Map<?, ?> root = map(file.root());
            assertThat(root).hasSameSizeAs(values());
            values().forEach((name, expected) -> {
                if (expected instanceof Tensor tensor) {
                    Tensor found = tensor(root.get(name));
                    assertThat(found.dtype()).isEqualTo(tensor.dtype());
                    assertThat(found.shape()).isEqualTo(tensor.shape());
                    assertThat(found.data().mismatch(tensor.data())).isEqualTo(-1);
                    assertThat(found.data().address() % 64).as(name).isZero();
                } else {
                    assertThat(root.get(name)).isEqualTo(expected);
                }
            });
        }
    }

    @Test
    void writesWhatPythonHasRead() throws IOException {
        Path path = temporary.resolve("a.pt");
        TorchFile.write(new FileLayer(), path, values());
        assertThat(path).hasBinaryContent(Files.readAllBytes(NpyTest.golden("java.pt")));
    }

    @Test
    void aFileOfOtherValuesIsNoDictOfTensors() throws IOException {
        try (TorchFile file = TorchFile.open(NpyTest.golden("python.pt"))) {
            assertThatThrownBy(file::tensors).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("python.pt")
                    .hasMessageContaining("found none at its keys [epoch, ");
        }
    }

    @Test
    void otherValuesCannotBeWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchFile.write(new FileLayer(), temporary.resolve("b.pt"), Map.of("path", temporary)))
                .withMessageContaining("torch files hold tensors");
        assertThat(temporary.resolve("b.pt")).doesNotExist();
    }
}
