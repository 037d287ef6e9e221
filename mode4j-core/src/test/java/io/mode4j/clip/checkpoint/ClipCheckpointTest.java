package io.mode4j.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.clip.Architectures;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.clip.ParameterSpec;
import io.mode4j.format.Dtype;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.format.TorchFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints from elsewhere, in every wrapping, become the same weights; what does not fit is named. */
class ClipCheckpointTest {
    @TempDir
    private Path folder;

    /** Each parameter's numbers, compared to the reference's as rounded to the checkpoint's type. */
    private static void holdsTheWeights(Path checkpoint, double relativeRounding) throws IOException {
        SequencedMap<String, Tensor> expected = Reference.weights();
        try (ClipCheckpoint opened = ClipCheckpoint.open(checkpoint)) {
            FittedWeights weights = FittedWeights.of(opened, Reference.tiny());
            for (ParameterSpec spec : ClipParameters.of(Reference.tiny())) {
                float[] found = weights.numbers(spec.name());
                float[] right = Reference.named(expected, spec.name()).floats();
                assertThat(found).as(spec.name()).hasSameSizeAs(right);
                for (int i = 0; i < right.length; i++) {
                    assertThat(found[i]).isCloseTo(right[i], Offset.offset((float) (relativeRounding * Math.abs(right[i]) + 1e-7)));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"plain.pt,0", "trained.pt,0", "custom-text.pt,0", "expected.safetensors,0", "half.pt,5e-4", "openai.pt,5e-4",
        "bfloat16.pt,4e-3"})
    void everyWrappingHoldsTheSameWeights(String file, double relativeRounding) throws IOException {
        holdsTheWeights(Reference.file(file), relativeRounding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.pt", "trained.pt", "half.pt", "openai.pt"})
    void aConvertedFolderHoldsThemTooAndKeepsTheNumberType(String file) throws IOException {
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(Reference.file(file))) {
            FittedWeights.of(checkpoint, Reference.tiny()).write(new FileLayer(), folder);
            try (SafetensorsFile written = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
                written.verify();
                assertThat(written.tensor("visual.proj").dtype()).isEqualTo(Reference.named(checkpoint.weights(), "visual.proj").dtype());
                assertThat(written.metadata()).containsEntry("format", "pt");
            }
        }
        holdsTheWeights(folder, 5e-4);
        try (ClipCheckpoint again = ClipCheckpoint.open(folder)) {
            assertThat(again.config()).contains(Reference.tiny());
        }
    }

    private Path saved(Consumer<SequencedMap<String, Object>> change) throws IOException {
        SequencedMap<String, Object> root = new LinkedHashMap<>(Reference.weights());
        change.accept(root);
        Path file = folder.resolve("changed.pt");
        TorchFile.write(new FileLayer(), file, root);
        return file;
    }

    private void doesNotFit(Path file, String... said) throws IOException {
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(file)) {
            ClipConfig config = Reference.tiny();
            assertThatThrownBy(() -> FittedWeights.of(checkpoint, config)).isInstanceOf(BadInputException.class)
                    .satisfies(e -> assertThat(String.valueOf(e.getMessage())).contains(said));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        doesNotFit(saved(root -> root.remove("visual.ln_post.bias")), "changed.pt", "'visual.ln_post.bias'");
        doesNotFit(saved(root -> root.put("visual.ln_extra.bias", Tensor.of(new float[3], 3))), "'visual.ln_extra.bias'");
        doesNotFit(saved(root -> root.put("visual.proj", Tensor.of(new float[8], 4, 2))), "'visual.proj' of shape [8, 4]", "shape [4, 2]");
        doesNotFit(saved(root -> root.put("ln_final.bias", Tensor.of(new int[8], 8))), "'ln_final.bias' in floating point", "INT32");
        doesNotFit(saved(root -> root.put("visual.positional_embedding", Tensor.of(new float[8 * 8], 8, 8))), "shape [17, 8]",
                "shape [8, 8]");
    }

    @Test
    void whatIsNoStateDictIsSaid() throws IOException {
        for (Consumer<SequencedMap<String, Object>> change : List.<Consumer<SequencedMap<String, Object>>>of(
                root -> root.put("module.visual.proj", Tensor.of(new float[8], 8)),
                root -> root.put("text_model.embeddings.position_ids", Tensor.of(new float[8], 8)))) {
            Path file = saved(change);
            assertThatThrownBy(() -> ClipCheckpoint.open(file)).isInstanceOf(BadInputException.class).hasMessageContaining("changed.pt");
        }
        Path list = folder.resolve("list.pt");
        TorchFile.write(new FileLayer(), list, List.of(1L, 2L));
        assertThatThrownBy(() -> ClipCheckpoint.open(list)).isInstanceOf(BadInputException.class).hasMessageContaining("a dict of weights");
        assertThatThrownBy(() -> ClipCheckpoint.open(Files.createDirectory(folder.resolve("empty")))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("model.safetensors");
    }

    private static SequencedMap<String, Object> prefixed(String prefix) throws IOException {
        SequencedMap<String, Object> weights = new LinkedHashMap<>();
        Reference.weights().forEach((name, tensor) -> weights.put(prefix + name, tensor));
        return weights;
    }

    private Path savedAs(Object root) throws IOException {
        Path file = folder.resolve("trained.pt");
        TorchFile.write(new FileLayer(), file, root);
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"state_dict", "model_state_dict", "model", "module", "net", "weights", "anything", "ema", "model_ema"})
    void weightsAreFoundUnderTheKeysThatTrainersUse(String key) throws IOException {
        SequencedMap<String, Object> root = new LinkedHashMap<>();
        root.put("epoch", 3L);
        root.put("optimizer", Map.of("state", Map.of("visual", Map.of("exp_avg", Tensor.of(new float[2], 2)))));
        root.put(key, prefixed(""));
        root.put("loss", 0.5);
        holdsTheWeights(savedAs(root), 0);
        holdsTheWeights(savedAs(Map.of("inner", Map.of("deeper", root))), 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "model.", "_orig_mod.", "module._orig_mod.", "model.module.", "model._orig_mod.", "clip.model.",
        "net.clip."})
    void namesLoseWhatWrappersPutBeforeThem(String prefix) throws IOException {
        SequencedMap<String, Object> weights = prefixed(prefix);
        if (!prefix.equals("module.") && !prefix.startsWith("module._") && !prefix.equals("_orig_mod.")) {
            weights.put("loss.scale", Tensor.of(new float[1], 1));
            weights.put("teacher." + "visual.proj", Tensor.of(new float[1], 1));
        }
        holdsTheWeights(savedAs(Map.of("state_dict", weights, "global_step", 10L)), 0);
    }

    @Test
    void theModelIsTakenBeforeItsAverageWhereverTheyLie() throws IOException {
        SequencedMap<String, Object> average = prefixed("");
        average.replaceAll((_, tensor) -> Tensor.of(new float[((Tensor) tensor).floats().length], ((Tensor) tensor).shape()));
        SequencedMap<String, Object> root = new LinkedHashMap<>();
        for (String copy : List.of("state_dict_ema", "model_ema", "ema_state_dict", "teacher")) {
            root.put(copy, average);
        }
        root.put("model", prefixed(""));
        root.put("exp_avg", average);
        holdsTheWeights(savedAs(root), 0);
    }

    @Test
    void countersAndBuffersAmongTheWeightsAreNoWeights() throws IOException {
        holdsTheWeights(saved(root -> {
            root.put("epoch", 3L);
            root.put("name", "mine");
            root.put("position_ids", Tensor.of(new long[]{0, 1, 2}, 1, 3));
            root.put("attn_mask_bool", new Tensor(Dtype.BOOL, new long[]{2}, MemorySegment.ofArray(new byte[2])));
            root.put("visual.counter", Tensor.of(new int[]{1}));
        }), 0);
    }

    private static Tensor doubled(Tensor tensor) {
        float[] values = tensor.floats();
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new Tensor(Dtype.FLOAT64, tensor.shape(), MemorySegment.ofArray(wide));
    }

    @Test
    void doublesAreRoundedAndWrittenAsSingles() throws IOException {
        SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
        Reference.weights().forEach((name, tensor) -> weights.put(name, doubled(tensor)));
        Path safetensors = folder.resolve("double.safetensors");
        Safetensors.write(new FileLayer(), safetensors, weights, Map.of());
        for (Path file : List.of(safetensors, savedAs(weights))) {
            holdsTheWeights(file, 0);
            Path out = folder.resolve("out");
            try (ClipCheckpoint checkpoint = ClipCheckpoint.open(file)) {
                FittedWeights.of(checkpoint, Reference.tiny()).write(new FileLayer(), out);
            }
            try (SafetensorsFile written = SafetensorsFile.open(out.resolve("model.safetensors"))) {
                assertThat(written.names()).allMatch(name -> {
                    try {
                        return written.tensor(name).dtype() == Dtype.FLOAT32;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            holdsTheWeights(out, 0);
        }
    }

    @Test
    void whereNothingFitsTheKeysWithTensorsAreNamed() throws IOException {
        SequencedMap<String, Object> root = new LinkedHashMap<>();
        root.put("encoder", Map.of("layer.weight", Tensor.of(new float[1], 1)));
        root.put("other", Map.of("deep", Map.of("x", Tensor.of(new float[1], 1))));
        assertThatThrownBy(() -> ClipCheckpoint.open(savedAs(root))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("trained.pt")
                .hasMessageContaining("under 'encoder': 'layer.weight'; under 'other.deep': 'x'");
        SequencedMap<String, Object> part = new LinkedHashMap<>(Map.of("visual.proj", Tensor.of(new float[1], 1)));
        doesNotFit(savedAs(Map.of("half", part)), "'token_embedding.weight'", "under 'half': 'visual.proj'");
        doesNotFit(saved(changed -> changed.put("visual.proj", List.of(1L))), "expected parameters ['visual.proj']",
                "found a list at 'visual.proj'");
    }

    @Test
    void weightsThatAreKnownToNeedQuickGelu() throws IOException {
        try (ClipCheckpoint openai = ClipCheckpoint.open(Reference.file("openai.pt"))) {
            assertThat(openai.needsQuickGelu()).get().asString().contains("OpenAI");
        }
        try (ClipCheckpoint plain = ClipCheckpoint.open(Reference.file("plain.pt"))) {
            assertThat(plain.needsQuickGelu()).isEmpty();
        }
        Path named = Files.copy(Reference.file("plain.pt"), folder.resolve("b32_fullcc2.5b.pt"));
        try (ClipCheckpoint metaclip = ClipCheckpoint.open(named)) {
            assertThat(metaclip.needsQuickGelu()).get().asString().contains("fullcc");
        }
        Path trained = folder.resolve("epoch_32.pt");
        TorchFile.write(new FileLayer(), trained,
                Map.of("name", "2026-ViT-B-32-quickgelu-lr", "state_dict", Reference.weights()));
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(trained)) {
            assertThat(checkpoint.needsQuickGelu()).get().asString().contains("quickgelu");
        }
    }

    @Test
    void theArchitectureBesideTheWeightsIsTaken() throws IOException {
        Files.copy(Reference.file("plain.pt"), folder.resolve("open_clip_pytorch_model.bin"));
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(folder)) {
            assertThatThrownBy(() -> Conversion.architecture(checkpoint)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("fits none of the named architectures");
        }
        Files.writeString(folder.resolve("open_clip_config.json"), Reference.tiny().toJson());
        try (ClipCheckpoint checkpoint = ClipCheckpoint.open(folder)) {
            assertThat(Conversion.architecture(checkpoint)).isEqualTo(Reference.tiny());
        }
    }

    /** Weights of the smallest named architecture, whose shapes alone fit two activations' names only where the project has both. */
    @Test
    void aNamedArchitectureIsFoundByShapesWhenTheActivationIsKnown() throws IOException {
        ClipConfig compact = Architectures.of("compact-64");
        SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
        for (ParameterSpec spec : ClipParameters.of(compact)) {
            weights.put(spec.name(), Tensor.of(new float[Math.toIntExact(spec.count())], spec.shape()));
        }
        for (String name : new String[]{"anonymous.safetensors", "compact-quickgelu.safetensors"}) {
            Path file = folder.resolve(name);
            Safetensors.write(new FileLayer(), file, weights, Map.of());
            try (ClipCheckpoint checkpoint = ClipCheckpoint.open(file)) {
                if (name.startsWith("compact")) {
                    assertThat(Conversion.architecture(checkpoint)).isEqualTo(compact);
                } else {
                    assertThatThrownBy(() -> Conversion.architecture(checkpoint)).isInstanceOf(BadInputException.class)
                            .hasMessageContaining("compact-64")
                            .hasMessageContaining("activation");
                }
            }
        }
    }
}
