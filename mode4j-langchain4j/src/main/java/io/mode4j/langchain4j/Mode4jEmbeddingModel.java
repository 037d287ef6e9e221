package io.mode4j.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import io.mode4j.clip.VectorInput;
import io.mode4j.clip.VectorInputs;
import io.mode4j.clip.VectorSpace;
import io.mode4j.image.UndecodableImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Texts and pictures in one space, for LangChain4j: a mixture ({@code Mode}) or one {@code Clip}. Each input is one text or one picture with its bytes; no address is
 * fetched. Vectors are as the space has them: a mixture's have no length of one, which a store that compares by cosines divides by. Whether an input is a query or a
 * document is taken, and changes nothing. Safe for use by many threads.
 */
public final class Mode4jEmbeddingModel implements EmbeddingModel, AutoCloseable {

    private final String name;
    private final VectorSpace space;

    /**
     * Embeds with a mixture or one CLIP.
     *
     * @param name  what the model is called in responses
     * @param space is closed with this
     */
    public Mode4jEmbeddingModel(String name, VectorSpace space) {
        this.name = name;
        this.space = space;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedFeatureException if an input is several contents, or a picture is an address
     * @throws InvalidRequestException     if a picture cannot be decoded
     * @throws UncheckedIOException        if a model that is needed cannot be loaded
     */
    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        List<VectorInput> inputs = request.inputs().stream().map(Mode4jEmbeddingModel::input).toList();
        return EmbeddingResponse.builder()
                .embeddings(Arrays.stream(features(inputs)).map(Embedding::from).toList())
                .metadata(EmbeddingResponseMetadata.builder()
                        .modelName(name)
                        .tokenUsage(new TokenUsage(VectorInputs.tokens(space, inputs)))
                        .build())
                .build();
    }

    private float[][] features(List<VectorInput> inputs) {
        try {
            return VectorInputs.features(space, inputs);
        } catch (UndecodableImageException e) {
            throw new InvalidRequestException("a picture cannot be decoded: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VectorInput input(EmbeddingInput input) {
        if (input.contents().size() != 1) {
            throw new UnsupportedFeatureException(
                    "an input is one text or one picture, not %d contents together".formatted(input.contents().size()));
        }
        Content content = input.contents().getFirst();
        return switch (content) {
            case TextContent text -> new VectorInput.Text(text.text());
            case ImageContent image -> new VectorInput.Picture(bytes(image));
            default -> throw new UnsupportedFeatureException("expected a text or a picture, found " + content.type());
        };
    }

    private static byte[] bytes(ImageContent image) {
        String data = image.image().base64Data();
        if (data == null) {
            throw new UnsupportedFeatureException("no address is fetched: give the bytes of " + image.image().url());
        }
        try {
            return Base64.getDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("a picture's data are not base64: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<ContentType> supportedContentTypes() {
        return Set.of(ContentType.TEXT, ContentType.IMAGE);
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
    }

    @Override
    public int dimension() {
        return space.dim();
    }

    @Override
    public String modelName() {
        return name;
    }

    @Override
    public void close() {
        space.close();
    }
}
