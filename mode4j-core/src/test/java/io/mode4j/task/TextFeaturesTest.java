package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.clip.ClipModel;
import io.mode4j.text.Cleaning;
import io.mode4j.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of tasks are cleaned as each model wants it. */
class TextFeaturesTest {
    private static final Tokenizer COLOURS = ColourEngine.tokenizer();

    /** Canonical, it knows colours in capitals too. */
    private static final Tokenizer CLEANING = new Tokenizer() {
        @Override
        public int vocabSize() {
            return COLOURS.vocabSize();
        }

        @Override
        public int[] encode(String text, int contextLength) {
            return COLOURS.encode(text, contextLength);
        }

        @Override
        public Tokenizer cleaning(Cleaning cleaning) {
            return cleaning == Cleaning.LOWER ? this : new Tokenizer() {
                @Override
                public int vocabSize() {
                    return COLOURS.vocabSize();
                }

                @Override
                public int[] encode(String text, int contextLength) {
                    return COLOURS.encode(text.toLowerCase(Locale.ROOT), contextLength);
                }

                @Override
                public String identity() {
                    return "small colours";
                }
            };
        }

        @Override
        public String identity() {
            return "colours";
        }
    };

    @TempDir
    private Path folder;
    private Path usual;
    private Path canonical;

    @BeforeEach
    void makeModels() throws IOException {
        usual = ColourEngine.model(folder.resolve("usual"), "rgb", 4);
        canonical = ColourEngine.model(folder.resolve("canonical"), "rgb", 4);
        Path config = canonical.resolve("open_clip_config.json");
        Files.writeString(config, Files.readString(config)
                .replace("\"text_cfg\" : {",
                        "\"text_cfg\" : { \"tokenizer_kwargs\" : {\"clean\": \"canonicalize\"},"));
    }

    private static float[][] features(Path model) throws IOException {
        try (ClipModel loaded = new ColourEngine().load(model)) {
            return TextFeatures.of(loaded, CLEANING).encode(List.of("RED", "red"));
        }
    }

    @Test
    void asTheModelWantsThem() throws IOException {
        float[][] canonically = features(canonical);
        assertThat(canonically[0]).isEqualTo(canonically[1]);
        float[][] usually = features(usual);
        assertThat(usually[0]).isNotEqualTo(usually[1]);
    }

    /** Answers that were given before models could want another cleaning stay good; those of a model that wants one do not. */
    @Test
    void anotherCleaningIsNamedInTheRecipe() throws IOException {
        Recipe nothing = new Recipe("evaluate", 1, new TreeMap<>(), new TreeMap<>());
        Path task = folder.resolve("task");
        try (StageFolder stage = StageFolder.of(new FileLayer(), task, nothing)) {
            stage.begin();
            stage.finish(Map.of());
        }
        ScoreRecipes recipes = new ScoreRecipes(new ColourEngine(), CLEANING, Optional.of(ColourEngine.sentences()),
                Map.of("usual", usual, "canonical", canonical));
        assertThat(recipes.of(Manifest.read(task), "usual").configuration()).doesNotContainKey("cleaning");
        assertThat(recipes.of(Manifest.read(task), "canonical").configuration()).containsEntry("cleaning", "canonicalize");
    }
}
