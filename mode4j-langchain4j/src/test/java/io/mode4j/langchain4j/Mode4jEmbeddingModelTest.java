package io.mode4j.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mode4jEmbeddingModelTest {
    private static final Color ROSE = new Color(200, 40, 80);

    private Mode mode;
    private Mode4jEmbeddingModel model;

    @BeforeEach
    void load(@TempDir Path root) throws IOException {
        mode = ColourRun.ofThree(root).load(ModeOptions.standard());
        model = new Mode4jEmbeddingModel("colours", mode);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static EmbeddingInput picture(byte[] file) {
        return EmbeddingInput.from(ImageContent.from(Base64.getEncoder().encodeToString(file), "image/png"));
    }

    private static EmbeddingRequest request(EmbeddingInput... inputs) {
        return EmbeddingRequest.builder().inputs(inputs).build();
    }

    @Test
    void textsAndPicturesAreTheMixturesInTheirOrder() throws IOException {
        byte[] rose = ColourRun.pictures(ROSE).getFirst();
        EmbeddingResponse response = model.embed(request(EmbeddingInput.from("red"), picture(rose), EmbeddingInput.from("green blue")));
        assertThat(response.embeddings()).extracting(Embedding::vector)
                .containsExactly(mode.textFeatures(List.of("red"))[0], mode.imageFeatures(List.of(rose))[0],
                        mode.textFeatures(List.of("green blue"))[0]);
        assertThat(response.modelName()).isEqualTo("colours");
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(3);
        assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(3);
        assertThat(model.dimension()).isEqualTo(9);
        assertThat(model.modelName()).isEqualTo("colours");
    }

    @Test
    void manyTextsAreThoseOfEach() {
        List<TextSegment> texts = IntStream.range(0, 100).mapToObj(i -> TextSegment.from("red ".repeat(i % 3 + 1) + "blue")).toList();
        Response<List<Embedding>> all = model.embedAll(texts);
        assertThat(all.content()).hasSize(100);
        for (int i : new int[]{0, 31, 32, 64, 99}) {
            assertThat(all.content().get(i)).isEqualTo(model.embed(texts.get(i)).content());
        }
        assertThat(all.tokenUsage()).isNotNull().extracting(TokenUsage::inputTokenCount).isEqualTo(34 * 2 + 33 * 3 + 33 * 4);
    }

    @Test
    void whetherAQueryOrADocumentChangesNothing() {
        EmbeddingRequest query = EmbeddingRequest.builder().input("red").inputType(EmbeddingInputType.QUERY).build();
        assertThat(model.embed(query).embeddings().getFirst()).isEqualTo(model.embed("red").content());
    }

    @Test
    void whatItCannotDoItSays() {
        assertThatThrownBy(() -> model.embed(request(EmbeddingInput.from(TextContent.from("red"), TextContent.from("blue")))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("an input is one text or one picture, not 2 contents together");
        assertThatThrownBy(() -> model.embed(request(EmbeddingInput.from(ImageContent.from("https://example.com/cat.png")))))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessage("no address is fetched: give the bytes of https://example.com/cat.png");
        assertThatThrownBy(() -> model.embed(EmbeddingRequest.builder().input("red").dimensions(4).build()))
                .isInstanceOf(UnsupportedFeatureException.class);
        assertThatThrownBy(() -> model.embed(request(picture("no picture".getBytes(StandardCharsets.UTF_8)))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("a picture cannot be decoded: ");
        assertThatThrownBy(() -> model.embed(request(EmbeddingInput.from(ImageContent.from("%%%", "image/png")))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("a picture's data are not base64: ");
    }

    @Test
    void itsSpaceIsClosedWithIt() {
        model.close();
        assertThatThrownBy(() -> mode.textFeatures(List.of("red"))).isInstanceOf(IllegalStateException.class);
    }
}
