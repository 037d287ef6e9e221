package io.mode4j.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorInputsTest {
    @TempDir
    private Path folder;

    private Clip clip() throws IOException {
        return Clip.load(ColourEngine.model(folder, "rgb", 8), new ColourEngine(), new Images(PictureDecoder.plainJava()),
                ColourEngine.tokenizer());
    }

    @Test
    void textsAndPicturesKeepTheirOrderInAnyNumber() throws IOException {
        List<VectorInput> inputs = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            inputs.add(new VectorInput.Picture(ColourData.png(i % 2 == 0 ? Color.RED : Color.GREEN)));
            expected.add(i % 2 == 0 ? new float[]{1, 0, 0} : new float[]{0, 1, 0});
            inputs.add(new VectorInput.Text("blue"));
            expected.add(new float[]{0, 0, 1});
        }
        inputs.add(new VectorInput.Text("red red"));
        expected.add(new float[]{1, 0, 0});
        try (Clip clip = clip()) {
            assertThat(VectorInputs.features(clip, inputs)).isDeepEqualTo(expected.toArray(float[][]::new));
            assertThat(VectorInputs.tokens(clip, inputs)).isEqualTo(52);
            assertThat(VectorInputs.features(clip, List.of())).isEmpty();
        }
    }

    @Test
    void whatIsNoPictureIsSaid() throws IOException {
        try (Clip clip = clip()) {
            assertThatThrownBy(() -> VectorInputs.features(clip, List.of(new VectorInput.Picture(new byte[]{1, 2, 3}))))
                    .isInstanceOf(UndecodableImageException.class);
        }
    }
}
