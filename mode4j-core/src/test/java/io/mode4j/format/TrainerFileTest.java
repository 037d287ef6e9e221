package io.mode4j.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights among all that trainers save beside them; {@code golden_trainer.py} made the pickles. */
class TrainerFileTest {
    @TempDir
    Path temporary;

    /** The storages that the pickles refer to, in their order. */
    private static List<Tensor> storages() {
        return List.of(Tensor.of(new float[]{0, 1, 2, 3, 4, 5}, 6), new Tensor(Dtype.FLOAT64, new long[]{2},
                MemorySegment.ofArray(new double[]{0.5, 1e-3})), Tensor.of(new float[0], 0), Tensor.of(new float[]{1, 2}, 2),
                Tensor.of(new float[]{3}, 1), new Tensor(Dtype.BOOL, new long[]{2}, MemorySegment.ofArray(new byte[]{1, 0})),
                Tensor.of(new long[]{0, 1, 2}, 3), new Tensor(Dtype.UINT8, new long[]{16}, MemorySegment.ofArray(new byte[16])),
                new Tensor(Dtype.COMPLEX64, new long[]{2}, MemorySegment.ofArray(new float[4])), Tensor.of(new float[]{3}, 1),
                Tensor.of(new float[]{1, 1}, 2));
    }

    private TorchFile opened(byte[] pickle) throws IOException {
        Path file = temporary.resolve("trainer.pt");
        try (OutputStream out = Files.newOutputStream(file)) {
            TorchArchive.write(out, pickle, storages());
        }
        return TorchFile.open(file);
    }

    private TorchFile opened(int protocol) throws IOException {
        return opened(Files.readAllBytes(NpyTest.golden("trainer-" + protocol + ".pkl")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static Tensor tensor(Map<?, ?> map, String key) {
        return (Tensor) Objects.requireNonNull(map.get(key), key);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void weightsAreReadWhateverLiesBesideThem(int protocol) throws IOException {
        try (TorchFile file = opened(protocol)) {
            file.verify();
            Map<?, ?> root = map(file.root());
            assertThat(root.get("epoch")).isEqualTo(3L);
            Map<?, ?> weights = map(root.get("model"));
            assertThat(weights.keySet().toString()).isEqualTo("[plain, double, parameter, subclass, boolean, position_ids]");
            assertThat(tensor(weights, "plain").shape()).containsExactly(2, 3);
            assertThat(tensor(weights, "plain").floats()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(tensor(weights, "double").floats()).containsExactly(0.5f, 1e-3f);
            assertThat(tensor(weights, "parameter").floats()).containsExactly(1, 2);
            assertThat(tensor(weights, "subclass").floats()).containsExactly(3);
            assertThat(tensor(weights, "boolean").dtype()).isEqualTo(Dtype.BOOL);
            assertThat(tensor(weights, "position_ids").dtype()).isEqualTo(Dtype.INT64);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void plainValuesBesideThemAreWhatTheyAreAndOthersHaveANameAlone(int protocol) throws IOException {
        try (TorchFile file = opened(protocol)) {
            Map<?, ?> root = map(file.root());
            assertThat(root.get("long")).isEqualTo(1L << 40);
            assertThat(root.get("negative")).isEqualTo(-5L);
            assertThat(root.get("nan")).isEqualTo(Double.NaN);
            assertThat(root.get("size")).isEqualTo(List.of(3L, 4L));
            assertThat(root.get("long_text")).isEqualTo("ä".repeat(300));
            assertThat(map(root.get("default")).get("a")).isEqualTo(List.of(1L));
            assertThat(map(root.get("keys")).get(1.5)).isEqualTo(4L);
            assertThat(map(root.get("keys"))).hasSize(5);
            Map<?, ?> state = map(map(map(root.get("optimizer")).get("state")).get(0L));
            assertThat(tensor(state, "exp_avg").floats()).containsExactly(1, 1);
            for (String name : List.of("namespace", "options", "when", "path", "partial", "deque", "bytes", "big", "scheduler", "array",
                    "scalar",
                    "dtype", "device", "complex_tensor", "mode")) {
                assertThat(root.get(name)).as(name).isInstanceOf(Foreign.class);
            }
            assertThat(root.get("namespace")).hasToString("an object of class argparse.Namespace, which mode4j never makes");
            if (protocol >= 2) { // older ones keep a dict's own class apart from what it holds
                assertThat(((Foreign) Objects.requireNonNull(root.get("config"))).items()).containsOnlyKeys("a");
            }
        }
    }

    /** All codes of Python's pickletools that no newer protocol writes, too; each leaves one value, which an epoch follows. */
    @Test
    void codesOfTheOldestProtocols() throws IOException {
        for (String value : List.of("I01\n", "I00\n", "I-12\n", "L12345678901234567890L\n", "F1.5\n", "Fnan\n", "F-inf\n", "S'a b'\n",
                "Vä\n",
                "U\2ab", "T\3\0\0\0abc", "(I1\nI2\nl", "(I1\nI2\nd", "(iargparse\nNamespace\n", "(I1\niposix\nsystem\n",
                "(cposix\nsystem\nS'x'\no", "\u0082\1", "\u0083\1\1", "\u0084\1\1\1\1", "Psome text\n", "I1\n2\u0086", "I1\nI2\n0",
                "I1\n((I2\n10",
                "I1\np7\n0g7\n", "\u008f(I1\n\u0090", "(I1\n\u0091", "\u0097\u0098", "B\2\0\0\0ab", "C\1a", "\u008b\1\0\0\0\5",
                "\u008e\1\0\0\0\0\0\0\0a", "\u0096\1\0\0\0\0\0\0\0a", "\u008d\1\0\0\0\0\0\0\0a", "cos\nsystem\n)}\u0092}b",
                "cos\nsystem\n)\u0081}b",
                "cos\nsystem\n)R(I1\ne", "cos\nsystem\n)RI1\na", "cos\nsystem\n)R(I1\nI2\nu")) {
            byte[] pickle = ("(dS'value'\n" + value + "sS'epoch'\nI3\ns.").getBytes(StandardCharsets.ISO_8859_1);
            try (TorchFile file = opened(pickle)) {
                assertThat(map(file.root()).keySet().toString()).as(value).isEqualTo("[value, epoch]");
                assertThat(map(file.root()).get("epoch")).as(value).isEqualTo(3L);
            }
        }
    }

    @Test
    void anObjectAloneIsRefusedByName() throws IOException {
        assertThatThrownBy(() -> opened("ctorch.nn.modules.linear\nLinear\n)\u0081}b.".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("an object of class torch.nn.modules.linear.Linear")
                .hasMessageContaining("model.state_dict()");
    }
}
