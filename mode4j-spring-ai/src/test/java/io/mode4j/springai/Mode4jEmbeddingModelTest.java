package io.mode4j.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.mixture.ColourRun;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import java.awt.Color;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.DocumentEmbeddingRequest;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResultMetadata.ModalityType;
import org.springframework.ai.embedding.TokenCountBatchingStrategy;

class Mode4jEmbeddingModelTest {
    private static final EmbeddingOptions NONE = EmbeddingOptions.builder().build();

    private Mode mode;
    private Mode4jEmbeddingModel model;
    private byte[] rose = {};

    @BeforeEach
    void load(@TempDir Path root) throws IOException {
        mode = ColourRun.ofThree(root).load(ModeOptions.standard());
        model = new Mode4jEmbeddingModel("colours", mode);
        rose = ColourRun.pictures(new Color(200, 40, 80)).getFirst();
    }

    @AfterEach
    void close() {
        mode.close();
    }

    private static Document picture(byte[] file) {
        return new Document(Media.builder().mimeType(Media.Format.IMAGE_PNG).data(file).build(), Map.of());
    }

    @Test
    void textsAreTheMixtures() throws IOException {
        EmbeddingResponse response = model.call(new EmbeddingRequest(List.of("red", "green blue"), NONE));
        assertThat(response.getResults()).extracting(Embedding::getOutput).containsExactly(mode.textFeatures(List.of("red", "green blue")));
        assertThat(response.getResults()).extracting(Embedding::getIndex).containsExactly(0, 1);
        assertThat(response.getMetadata().getModel()).isEqualTo("colours");
        assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(3);
        assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(3);
        assertThat(model.embed("blue")).isEqualTo(mode.textFeatures(List.of("blue"))[0]);
        assertThat(model.dimensions()).isEqualTo(9);
    }

    @Test
    void documentsOfTextsAndOfPicturesAreInOneSpace() throws IOException {
        float[] text = mode.textFeatures(List.of("red"))[0];
        float[] image = mode.imageFeatures(List.of(rose))[0];
        List<Document> documents = List.of(picture(rose), new Document("red"));
        assertThat(model.embed(documents.getFirst())).isEqualTo(image);
        assertThat(model.embed(documents, NONE, new TokenCountBatchingStrategy())).containsExactly(image, text);
        EmbeddingResponse response = new Mode4jDocumentEmbeddingModel("colours", mode).call(new DocumentEmbeddingRequest(documents));
        assertThat(response.getResults()).extracting(Embedding::getOutput).containsExactly(image, text);
        assertThat(response.getResults()).extracting(result -> result.getMetadata().getModalityType())
                .containsExactly(ModalityType.IMAGE, ModalityType.TEXT);
        assertThat(response.getResults()).extracting(result -> result.getMetadata().getDocumentId())
                .containsExactly(documents.get(0).getId(), documents.get(1).getId());
        assertThat(response.getMetadata().getUsage().getPromptTokens()).isEqualTo(1);
    }

    @Test
    void whatItCannotDoItSays() {
        Document far = new Document(Media.builder().mimeType(Media.Format.IMAGE_PNG).data(URI.create("https://example.com/a.png")).build(),
                Map.of());
        assertThatThrownBy(() -> model.embed(far)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("document %s: expected a text or a picture's bytes, found image/png; no address is fetched", far.getId());
        Document film = new Document(Media.builder().mimeType(Media.Format.VIDEO_MP4).data(new byte[1]).build(), Map.of());
        assertThatThrownBy(() -> model.embed(film)).hasMessageContaining("found video/mp4");
        assertThatThrownBy(() -> model.embed(picture("no picture".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a picture cannot be decoded: ");
        EmbeddingRequest four = new EmbeddingRequest(List.of("red"), EmbeddingOptions.builder().dimensions(4).build());
        assertThatThrownBy(() -> model.call(four)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected vectors of 9 dimensions, found 4 asked for");
    }
}
