package io.mode4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.clip.ClipConfig;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.text.Cleaning;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What recipes of trainings say stays as it is to the letter: whatever changes here makes every model that was trained before another's. */
class RecipeTextTest {
    @Test
    void ofAPortion() {
        assertThat(new Portion(100, 250, 300).describe()).isEqualTo("Portion[from=100, to=250, samples=300]");
    }

    @Test
    void ofTheClusteredCaption() {
        assertThat(new CaptionChoice(CaptionChoice.Mode.LONGEST, -7).describe()).isEqualTo("CaptionChoice[mode=LONGEST, seed=-7]");
    }

    @Test
    void ofTheSamples() {
        assertThat(new SampleChoice.Everything().describe()).isEqualTo("everything");
        assertThat(new SampleChoice.ExpertShare(3, 0.02, 9).describe()).isEqualTo("coarse cluster 3 and 0.02 of the others, seed 9");
        assertThat(new SampleChoice.RandomShare(3, 0.5, 9).describe()).isEqualTo("random share 3 and 0.5 of the others, seed 9");
    }

    @Test
    void ofAModel() {
        ClipConfig plain = ClipConfig.of(512, new ClipConfig.Vision(224, 32, 768, 12, 64, 4), new ClipConfig.Text(77, 49408, 512, 8, 12),
                true);
        assertThat(plain.describe()).isEqualTo(
                "ClipConfig[embedDim=512, vision=Vision[imageSize=224, patchSize=32, width=768, layers=12, headWidth=64, mlpRatio=4.0, layerScale=null,"
                        + " patchDropout=0.0, pool=TOK, normBefore=true, normAfterPool=false], text=Text[contextLength=77, vocabSize=49408, width=512,"
                        + " heads=8, layers=12, mlpRatio=4.0, layerScale=null, pool=ARGMAX, projectionBias=false], quickGelu=true,"
                        + " initLogitScale=2.659260036932778, initLogitBias=null, preprocess=Preprocess[mean=[0.48145466, 0.4578275, 0.40821073],"
                        + " std=[0.26862954, 0.26130258, 0.27577711]]]");
        ClipConfig odd = new ClipConfig(32,
                new ClipConfig.Vision(64, 16, 64, 2, 32, 2.5, 1e-5, 0.5, ClipConfig.Vision.Pool.AVG, false, true),
                new ClipConfig.Text(16, 100, 64, 2, 2, 4, 0.1, ClipConfig.Text.Pool.LAST, true, Cleaning.LOWER), false, 1, -10.0,
                new ClipConfig.Preprocess(List.of(0.5, 0.5, 0.5), List.of(1.0, 1.0, 1.0)));
        assertThat(odd.describe()).isEqualTo(
                "ClipConfig[embedDim=32, vision=Vision[imageSize=64, patchSize=16, width=64, layers=2, headWidth=32, mlpRatio=2.5, layerScale=1.0E-5,"
                        + " patchDropout=0.5, pool=AVG, normBefore=false, normAfterPool=true], text=Text[contextLength=16, vocabSize=100, width=64,"
                        + " heads=2, layers=2, mlpRatio=4.0, layerScale=0.1, pool=LAST, projectionBias=true], quickGelu=false,"
                        + " initLogitScale=1.0, initLogitBias=-10.0, preprocess=Preprocess[mean=[0.5, 0.5, 0.5], std=[1.0, 1.0, 1.0]]]");
        assertThat(List.of(plain.describe(), odd.describe())).as("as records wrote themselves before texts could be cleaned in other ways")
                .containsExactly(plain.toString().replace(", cleaning=LOWER", ""), odd.toString().replace(", cleaning=LOWER", ""));
    }
}
