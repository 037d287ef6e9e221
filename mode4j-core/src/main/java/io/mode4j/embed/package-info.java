/**
 * Embeddings of pairs: the {@link io.mode4j.embed.SentenceEncoder} that other modules implement, words counted as c-BTM does, and the stages that turn the
 * index of a run into one unit vector per image-caption pair, the space in which MoDE clusters its data and routes its tasks (section 3 of
 * the paper).
 */
@NullMarked
package io.mode4j.embed;

import org.jspecify.annotations.NullMarked;
