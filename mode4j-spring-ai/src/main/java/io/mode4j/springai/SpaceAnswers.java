package io.mode4j.springai;

import io.mode4j.clip.VectorInput;
import io.mode4j.clip.VectorInputs;
import io.mode4j.clip.VectorSpace;
import io.mode4j.image.UndecodableImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.EmbeddingResultMetadata;
import org.springframework.ai.embedding.EmbeddingResultMetadata.ModalityType;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * A space, asked in Spring AI's terms.
 *
 * @param name  of the model, in responses
 * @param space embeds
 */
record SpaceAnswers(String name, VectorSpace space) {

    EmbeddingResponse texts(List<String> texts, @Nullable EmbeddingOptions options) {
        return answer(texts.stream().<VectorInput>map(VectorInput.Text::new).toList(),
                texts.stream().map(_ -> EmbeddingResultMetadata.EMPTY).toList(), options);
    }

    EmbeddingResponse documents(List<Document> documents, @Nullable EmbeddingOptions options) {
        return answer(documents.stream().map(SpaceAnswers::input).toList(), documents.stream().map(SpaceAnswers::metadata).toList(),
                options);
    }

    /** Vectors of documents, in their order. */
    List<float[]> vectors(List<Document> documents, @Nullable EmbeddingOptions options) {
        return documents(documents, options).getResults().stream().map(Embedding::getOutput).toList();
    }

    private EmbeddingResponse answer(List<VectorInput> inputs, List<EmbeddingResultMetadata> metadata, @Nullable EmbeddingOptions options) {
        requireDimensions(options == null ? null : options.getDimensions());
        float[][] vectors = features(inputs);
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            embeddings.add(new Embedding(vectors[i], i, metadata.get(i)));
        }
        return new EmbeddingResponse(embeddings,
                new EmbeddingResponseMetadata(name, new DefaultUsage(VectorInputs.tokens(space, inputs), 0)));
    }

    private void requireDimensions(@Nullable Integer asked) {
        if (asked != null && asked != space.dim()) {
            throw new IllegalArgumentException("expected vectors of %d dimensions, found %d asked for".formatted(space.dim(), asked));
        }
    }

    private float[][] features(List<VectorInput> inputs) {
        try {
            return VectorInputs.features(space, inputs);
        } catch (UndecodableImageException e) {
            throw new IllegalArgumentException("a picture cannot be decoded: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VectorInput input(Document document) {
        return document.getMedia() == null ? new VectorInput.Text(String.valueOf(document.getText()))
                : new VectorInput.Picture(bytes(document));
    }

    private static byte[] bytes(Document document) {
        if (!type(document).getType().equals("image") || !(document.getMedia() != null
                && document.getMedia().getData() instanceof byte[] file)) {
            throw new IllegalArgumentException(
                    "document %s: expected a text or a picture's bytes, found %s; no address is fetched"
                            .formatted(document.getId(), type(document)));
        }
        return file;
    }

    private static EmbeddingResultMetadata metadata(Document document) {
        return new EmbeddingResultMetadata(document.getId(), document.getMedia() == null ? ModalityType.TEXT : ModalityType.IMAGE,
                type(document), document);
    }

    private static MimeType type(Document document) {
        return document.getMedia() == null ? MimeTypeUtils.TEXT_PLAIN : document.getMedia().getMimeType();
    }
}
