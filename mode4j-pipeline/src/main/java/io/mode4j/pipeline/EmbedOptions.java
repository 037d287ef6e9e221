package io.mode4j.pipeline;

import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.sentence.Pooling;
import io.mode4j.shard.CaptionChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What of every pair is embedded, and so clustered.
 *
 * @param caption which caption of a pair counts
 * @param embedding the space
 * @param model the folder of a CLIP model, where pictures are embedded
 * @param encoder embeds captions
 */
public record EmbedOptions(CaptionChoice caption, Embedding embedding, Optional<Path> model, EncoderChoice encoder) {

    /** Sentence embeddings of the first captions. */
    public static EmbedOptions defaults() {
        return new EmbedOptions(new CaptionChoice(CaptionChoice.Mode.FIRST, 0), Embedding.TEXT, Optional.empty(), EncoderChoice.bundled());
    }

    /** The same with another choice of the caption. */
    public EmbedOptions withCaption(CaptionChoice.Mode mode) {
        return new EmbedOptions(new CaptionChoice(mode, caption.seed()), embedding, model, encoder);
    }

    /** The same with another seed of the choice of the caption. */
    public EmbedOptions withSeed(long seed) {
        return new EmbedOptions(new CaptionChoice(caption.mode(), seed), embedding, model, encoder);
    }

    /** The same in another space. */
    public EmbedOptions withEmbedding(Embedding space) {
        return new EmbedOptions(caption, space, model, encoder);
    }

    /** The same with a model that embeds pictures. */
    public EmbedOptions withModel(Path folder) {
        return new EmbedOptions(caption, embedding, Optional.of(folder), encoder);
    }

    /** The same with another encoder of captions: {@value EncoderChoice#BUNDLED}, a folder, or an ONNX file. */
    public EmbedOptions withEncoder(String what) {
        return new EmbedOptions(caption, embedding, model, encoder.withPlace(what));
    }

    /** The same, with a transformer's tokens pooled in another way than its folder says. */
    public EmbedOptions withPooling(Pooling pooling) {
        return new EmbedOptions(caption, embedding, model, encoder.withPooling(pooling));
    }

    /**
     * Checks that there is a model folder where one is needed.
     *
     * @throws IllegalArgumentException if there is none
     */
    public void check() {
        if (embedding.needsPictures() && model.isEmpty()) {
            throw new IllegalArgumentException(
                    "option embedding " + embedding
                            + " needs a CLIP model to embed the pictures: give its folder (option embedding-model)");
        }
        if (embedding.needsPictures() && !Files.isRegularFile(pictureModel().resolve(ClipCheckpoint.CONFIG))) {
            throw new IllegalArgumentException("option embedding-model: a model folder with weights and %s expected, found none at %s"
                    .formatted(ClipCheckpoint.CONFIG, pictureModel()));
        }
    }

    /** The folder of the model that embeds pictures. */
    Path pictureModel() {
        return model.orElseThrow(() -> new IllegalStateException(embedding + " embeds no pictures"));
    }
}
