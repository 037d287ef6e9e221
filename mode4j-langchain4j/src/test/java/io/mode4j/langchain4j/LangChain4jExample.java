package io.mode4j.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import io.mode4j.clip.VectorSpace;
import java.nio.file.Path;
import java.util.List;

/** The example of docs/ecosystem.md; a test runs it, and compares the text. */
final class LangChain4jExample {
    private LangChain4jExample() {}

    // docs/ecosystem.md from here
    static String nearestPicture(VectorSpace space, List<Path> pictures, String text) {
        try (Mode4jEmbeddingModel model = new Mode4jEmbeddingModel("photos", space)) {
            List<EmbeddingInput> inputs = pictures.stream().map(file -> EmbeddingInput.from(ImageContent.from(file, "image/png"))).toList();
            List<Embedding> vectors = model.embed(EmbeddingRequest.builder().inputs(inputs).build()).embeddings();
            InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
            store.addAll(vectors, pictures.stream().map(file -> TextSegment.from(file.toString())).toList());
            Embedding query = model.embed(text).content();
            EmbeddingSearchRequest search = EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(1).build();
            return store.search(search).matches().getFirst().embedded().text();
        }
    }
    // to here
}
