package io.mode4j.springai;

import io.mode4j.linalg.Vectors;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.ai.content.Media;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.DocumentEmbeddingModel;
import org.springframework.ai.embedding.DocumentEmbeddingRequest;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.core.io.FileSystemResource;

/** The example of docs/ecosystem.md; a test runs it, and compares the text. */
final class SpringAiExample {
    private SpringAiExample() {}

    // docs/ecosystem.md from here
    static Path nearestPicture(EmbeddingModel texts, DocumentEmbeddingModel documents, List<Path> pictures, String text) {
        float[] query = texts.embed(text);
        List<Document> asked = pictures.stream().map(SpringAiExample::document).toList();
        Embedding nearest = Collections.max(documents.call(new DocumentEmbeddingRequest(asked)).getResults(),
                Comparator.comparingDouble(picture -> Vectors.dot(query, 0, picture.getOutput(), 0, query.length)));
        return pictures.get(nearest.getIndex());
    }

    private static Document document(Path picture) {
        return new Document(new Media(Media.Format.IMAGE_PNG, new FileSystemResource(picture)), Map.of());
    }
    // to here
}
