package io.mode4j.springai;

import io.mode4j.clip.VectorSpace;
import org.springframework.ai.embedding.DocumentEmbeddingModel;
import org.springframework.ai.embedding.DocumentEmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/** Documents of texts and of pictures in one space, as {@link Mode4jEmbeddingModel}; a result says which document it is of, and of what kind. */
public final class Mode4jDocumentEmbeddingModel implements DocumentEmbeddingModel {

    private final SpaceAnswers answers;

    /**
     * Embeds with a mixture or one CLIP.
     *
     * @param name  what the model is called in responses
     * @param space is not closed by this
     */
    public Mode4jDocumentEmbeddingModel(String name, VectorSpace space) {
        answers = new SpaceAnswers(name, space);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException     if media are no picture with its bytes, or damaged, or if other dimensions are asked for than there are
     * @throws java.io.UncheckedIOException if a model that is needed cannot be loaded
     */
    @Override
    public EmbeddingResponse call(DocumentEmbeddingRequest request) {
        return answers.documents(request.getInstructions(), request.getOptions());
    }

    @Override
    public int dimensions() {
        return answers.space().dim();
    }
}
