package io.mode4j.serve;

import io.mode4j.artifact.BadInputException;
import io.mode4j.search.Found;
import io.mode4j.search.PictureIndex;
import io.mode4j.search.PictureQuery;
import io.mode4j.search.QueryVectors;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a search is for, and how it is done: the vector of a text, of a picture, or of both.
 *
 * @param text    what pictures should show
 * @param picture what they should be like
 * @param vector  computed elsewhere
 * @param words   that their captions should have
 * @param k       how many
 * @param where   a condition on their metadata
 * @param deduplicate whether near copies are folded
 */
record Question(Optional<String> text, Optional<byte[]> picture, Optional<float[]> vector, Optional<String> words, int k,
        Optional<String> where,
        boolean deduplicate) {

    /** Asks the index, with the model that made it. */
    List<Found> ask(Engine engine, Served model, PictureIndex index, Gate gate, Deadline deadline) throws IOException {
        Optional<float[]> asked = vector.isPresent() ? vector : computed(engine, model, index, deadline);
        if (asked.isPresent() && asked.get().length != model.dim()) {
            throw Problem.badRequest("embedding_input",
                    "embedding_input: expected %d numbers, found %d".formatted(model.dim(), asked.get().length));
        }
        try {
            return gate.pass(deadline, () -> index.search(new PictureQuery(asked, words, k, where, deduplicate)));
        } catch (BadInputException e) {
            throw Problem.badRequest("where", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("", String.valueOf(e.getMessage()));
        }
    }

    private Optional<float[]> computed(Engine engine, Served model, PictureIndex index, Deadline deadline) throws IOException {
        Optional<float[]> ofText = text.isEmpty() ? Optional.empty()
                : Optional.of(engine.texts(model, List.of(text.get()), deadline).getFirst().clone());
        Optional<float[]> ofPicture = picture.isEmpty() ? Optional.empty()
                : Optional.of(engine.pictures(model, List.of(picture.get()), deadline).getFirst().clone());
        return QueryVectors.of(index.description(), ofText, ofPicture);
    }
}
