package io.mode4j.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.VectorSpace;
import io.mode4j.ensemble.UniformRule;
import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.embedding.DocumentEmbeddingModel;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class Mode4jAutoConfigurationTest {
    @TempDir
    private static Path folder;

    private final ApplicationContextRunner boot = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(Mode4jAutoConfiguration.class))
            .withPropertyValues("mode4j.precision=fp32");

    @BeforeAll
    static void makeRun() throws IOException {
        SmallRun.write(folder.resolve("small"));
    }

    @Test
    void springBootFindsIt() {
        assertThat(ImportCandidates.load(org.springframework.boot.autoconfigure.AutoConfiguration.class, getClass().getClassLoader()))
                .contains(Mode4jAutoConfiguration.class.getName());
    }

    @Test
    void aRunThatIsNamedIsOpenedAndClosedWithTheContext() {
        AtomicReference<VectorSpace> opened = new AtomicReference<>();
        boot.withPropertyValues("mode4j.run=" + folder.resolve("small"), "mode4j.rule=uniform").run(context -> {
            EmbeddingModel model = context.getBean(EmbeddingModel.class);
            assertThat(model.dimensions()).isEqualTo(2 * SmallRun.DIM);
            assertThat(context.getBean(DocumentEmbeddingModel.class).dimensions()).isEqualTo(2 * SmallRun.DIM);
            try (Mode mode = Engines.loadMode(folder.resolve("small"), ModeOptions.standard().withRule(new UniformRule()),
                    TorchOptions.defaults().withPrecision("fp32"), new ClipTokenizer())) {
                assertThat(model.embed("a red boat")).isEqualTo(mode.textFeatures(List.of("a red boat"))[0]);
            }
            assertThat(model.embedForResponse(List.of("a cat")).getMetadata().getModel()).isEqualTo("small");
            opened.set(context.getBean(VectorSpace.class));
        });
        assertThatThrownBy(() -> Objects.requireNonNull(opened.get()).textFeatures(List.of("a"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneModelIsOpenedToo() {
        boot.withPropertyValues("mode4j.model=" + folder.resolve("small/experts/expert-1"))
                .run(context -> {
                    EmbeddingModel model = context.getBean(EmbeddingModel.class);
                    assertThat(model.dimensions()).isEqualTo(SmallRun.DIM);
                    assertThat(model.embedForResponse(List.of("a cat")).getMetadata().getModel()).isEqualTo("expert-1");
                });
    }

    @Test
    void withoutEitherNothingIsThere() {
        boot.run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(EmbeddingModel.class)
                .doesNotHaveBean(DocumentEmbeddingModel.class)
                .doesNotHaveBean(VectorSpace.class));
    }

    @Test
    void aSpaceOfOnesOwnIsTaken(@TempDir Path root) throws IOException {
        Mode mode = ColourRun.ofThree(root).load(ModeOptions.standard());
        boot.withPropertyValues("mode4j.run=" + folder.resolve("nowhere"))
                .withBean(VectorSpace.class, () -> mode)
                .run(context -> assertThat(context.getBean(EmbeddingModel.class).embed("red"))
                        .isEqualTo(mode.textFeatures(List.of("red"))[0]));
    }

    @Test
    void anotherModelMayBeChosen() {
        boot.withPropertyValues("mode4j.run=" + folder.resolve("small"), "spring.ai.model.embedding=openai")
                .run(context -> assertThat(context).doesNotHaveBean(EmbeddingModel.class).hasSingleBean(DocumentEmbeddingModel.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode4j.run", "mode4j.model"})
    void aWrongPathSaysSo(String key) {
        Path nowhere = folder.resolve("nowhere");
        boot.withPropertyValues(key + "=" + nowhere)
                .run(context -> assertThat(context).getFailure()
                        .rootCause()
                        .isInstanceOf(BadInputException.class)
                        .hasMessage("%s: expected a folder, found none at %s", key, nowhere));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode4j.rule=loudest", "mode4j.precision=fp4", "mode4j.generation=7"})
    void aWrongValueSaysSo(String property) {
        boot.withPropertyValues("mode4j.run=" + folder.resolve("small"), property)
                .run(context -> assertThat(context).getFailure()
                        .rootCause()
                        .hasMessageContaining(property.substring("mode4j.".length(), property.indexOf('=')))
                        .hasMessageContaining(property.substring(property.indexOf('=') + 1)));
    }

    @Test
    void bothSaySo() {
        boot.withPropertyValues("mode4j.run=a", "mode4j.model=b")
                .run(context -> assertThat(context).getFailure()
                        .rootCause()
                        .hasMessage("expected mode4j.run or mode4j.model, found both: a and b"));
    }
}
