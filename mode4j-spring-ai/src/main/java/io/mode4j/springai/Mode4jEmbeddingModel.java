package io.mode4j.springai;

import io.mode4j.clip.VectorSpace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.BatchingStrategy;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;

/**
 * Texts and pictures in one space, for Spring AI: a mixture ({@code Mode}) or one {@code Clip}. A document is a text, or a picture as media with its
 * bytes; no address is fetched. Vectors are as the space has them: a mixture's have no length of one, which a store that compares by cosines divides by. Safe for use by
 * many threads.
 */
public final class Mode4jEmbeddingModel implements EmbeddingModel {

    private final SpaceAnswers answers;

    /**
     * Embeds with a mixture or one CLIP.
     *
     * @param name  what the model is called in responses
     * @param space is not closed by this
     */
    public Mode4jEmbeddingModel(String name, VectorSpace space) {
        answers = new SpaceAnswers(name, space);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException     if other dimensions are asked for than there are
     * @throws java.io.UncheckedIOException if a model that is needed cannot be loaded
     */
    @Override
    public EmbeddingResponse call(EmbeddingRequest request) {
        return answers.texts(request.getInstructions(), request.getOptions());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if its media are no picture with its bytes, or damaged
     */
    @Override
    public float[] embed(Document document) {
        return answers.vectors(List.of(document), null).getFirst();
    }

    /** As {@link #embed(Document)} of each. Strategies are for services with limits; a few documents at a time are computed here whatever they say. */
    @Override
    public List<float[]> embed(List<Document> documents, @Nullable EmbeddingOptions options, BatchingStrategy strategy) {
        return answers.vectors(documents, options);
    }

    @Override
    public int dimensions() {
        return answers.space().dim();
    }
}
