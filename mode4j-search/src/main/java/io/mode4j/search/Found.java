package io.mode4j.search;

/**
 * A picture that answers a question.
 *
 * @param picture    the picture
 * @param similarity the inner product of the question's vector and the picture's, for a text the mixture's similarity; without a vector the words' score (BM25)
 * @param copies     for how many it stands, itself among them, as far as they were seen: 1 where near copies are not folded
 */
public record Found(IndexedPicture picture, double similarity, int copies) {}
