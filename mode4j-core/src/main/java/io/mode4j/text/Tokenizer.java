package io.mode4j.text;

/** Turns text into the token ids a text tower reads. Implementations are immutable or synchronised: safe for use by many threads. */
public interface Tokenizer {

    /** Number of distinct ids; every id is in {@code [0, vocabSize())}. */
    int vocabSize();

    /**
     * Ids of one text: the start token, the text's tokens, the end token; unpadded.
     *
     * @param contextLength
     *            the most ids returned; a longer text is cut and its last id is still the end token
     * @throws IllegalArgumentException
     *             if {@code contextLength} is below 2, which leaves no room for the start and end tokens
     */
    int[] encode(String text, int contextLength);

    /** {@return the tokenizer with the same ids that cleans texts as a model wants it; the same where texts are not cleaned at all} */
    default Tokenizer cleaning(Cleaning cleaning) {
        return this;
    }

    /** Name and content hash, equal only for tokenizers that give equal ids; goes into recipes. */
    String identity();
}
