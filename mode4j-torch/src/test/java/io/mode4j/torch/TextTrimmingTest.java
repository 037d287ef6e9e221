package io.mode4j.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipParameters;
import io.mode4j.torch.memory.NativeScope;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Texts cut behind their end tokens and packed give what whole contexts of padding give. */
class TextTrimmingTest {
    private static final List<int[]> TEXTS = List.of(new int[]{48, 7, 49}, new int[]{48, 1, 2, 3, 4, 5, 6, 49}, new int[]{48, 49},
            new int[]{48, 9, 9, 9, 49});

    @Test
    void changesNothingButRounding() {
        ClipConfig config = TinyClip.CONFIG;
        TinyClip.engine();
        try (Parameters parameters = new Parameters(ClipParameters.of(config), TorchDevice.CPU, Precision.FP32);
                NativeScope _ = NativeScope.open();
                NoGradGuard _ = new NoGradGuard()) {
            parameters.initialise(3);
            float[] trimmed = Tensors.toFloats(new ClipNetwork(config, parameters).text(Texts.of(TEXTS, config.text())));
            assertThat(trimmed).containsExactly(untrimmed(config.text(), parameters), Offset.offset(1e-6f));
        }
    }

    /** Every text padded to the context, every token computed in every block. */
    private static float[] untrimmed(ClipConfig.Text config, Parameters parameters) {
        int n = TEXTS.size();
        int length = config.contextLength();
        long[] ids = new long[n * length];
        long[] ends = new long[n];
        for (int i = 0; i < n; i++) {
            int[] text = TEXTS.get(i);
            for (int j = 0; j < text.length; j++) {
                ids[i * length + j] = text[j];
            }
            ends[i] = (long) i * length + text.length - 1;
        }
        int[] lengths = new int[n];
        Arrays.fill(lengths, length);
        Tensor embedded = parameters.rows(ClipParameters.TOKEN_EMBEDDING, Tensors.ofLongs(ids, TorchDevice.CPU, ids.length))
                .view(n, length, config.width())
                .add(parameters.value("positional_embedding"))
                .view((long) n * length, config.width());
        Tensor all = new Transformer(parameters, "transformer.", config.width(), config.heads(), config.layers(), false, false)
                .all(embedded, TokenLayout.Packed.of(lengths, TorchDevice.CPU));
        Tensor read = all.index_select(0, Tensors.ofLongs(ends, TorchDevice.CPU, n));
        return Tensors.toFloats(Transformer.norm(parameters, "ln_final", read).matmul(parameters.value("text_projection")));
    }
}
