package io.mode4j.embed;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipSource;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.progress.Progress;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.work.Results;
import io.mode4j.work.Runner;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the picture of every pair by a CLIP model, alone or after the embedding of its caption, in place of {@link io.mode4j.embed.EmbedStage}: the
 * paper's ablation of what is clustered. Writes {@code embeddings/NAME.npy}, float16 {@code [rows, T + E]}: a unit vector of T numbers of the caption
 * (T is 0 without), then one of E numbers of the picture; zeros for a picture that cannot be decoded. The manifest's {@code text_dim} is T: texts can
 * only be compared with the first T numbers.
 *
 * <p>
 * It works in the chunks of {@link EmbedStage}, and holds one shard's embeddings. Not for several threads; uses the engine and the encoder, does not close them.
 */
public final class PictureEmbedStage {

    /** Key of the manifest's summary: how many numbers of each row texts can be compared with. */
    public static final String TEXT_DIM = "text_dim";

    private static final int VERSION = 1;

    private final FileLayer files;
    private final Progress progress;
    private final ClipSource clips;
    private final Path model;
    private final @Nullable EncoderSource sentences;
    private final CaptionChoice captions;
    private final Runner runner;

    /**
     * A stage.
     *
     * @param model a model folder: model.safetensors and open_clip_config.json
     * @param sentences embeds captions too; null for pictures alone
     * @param captions which caption of a pair counts
     */
    public PictureEmbedStage(FileLayer files, Progress progress, ClipSource clips, Path model, @Nullable EncoderSource sentences,
            CaptionChoice captions) {
        this(files, progress, clips, model, sentences, captions, new Workers(1)); // an engine has threads of its own
    }

    /** A stage whose chunks are embedded by a runner; one that runs them in other processes needs sources that can be sent there. */
    public PictureEmbedStage(FileLayer files, Progress progress, ClipSource clips, Path model, @Nullable EncoderSource sentences,
            CaptionChoice captions, Runner runner) {
        this.files = files;
        this.progress = progress;
        this.clips = clips;
        this.model = model;
        this.sentences = sentences;
        this.captions = captions;
        this.runner = runner;
    }

    /**
     * Embeds what is not embedded yet.
     *
     * @param indexFolder made by the index stage
     * @param folder of this stage
     * @return the manifest, whose summary has {@code captions}, {@code undecodable}, {@code dim}, {@code text_dim}, {@code picture_encoder} and, where captions are embedded too, {@code encoder}
     * @throws IOException if the model is missing or damaged, or the folder holds other embeddings
     */
    public Manifest run(Path indexFolder, Path folder) throws IOException {
        return run(indexFolder, folder, PictureEmbedWork.NAME);
    }

    /** The same under another name, which is shown while it works. */
    public Manifest run(Path indexFolder, Path folder, String name) throws IOException {
        Manifest indexed = Manifest.read(indexFolder);
        try (StageFolder stage = StageFolder.of(files, folder, recipe(indexed)).checkedBy(runner.checksums())) {
            if (!stage.begin()) {
                return Manifest.read(folder);
            }
            indexed.verify(Store.of(indexFolder), runner.checksums());
            return stage.finish(embed(indexFolder, folder, name));
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> embed(Path indexFolder, Path folder, String name) throws IOException {
        SampleIndex index = SampleIndex.open(indexFolder);
        Store store = Store.of(files, folder);
        SentenceEncoder encoder = sentences == null ? null : sentences.open(index, captions, store);
        int textDim = encoder == null ? 0 : encoder.dim();
        PictureEmbedWork work = new PictureEmbedWork(Store.of(indexFolder), store, clips, clips.engine().identity(),
                model.toAbsolutePath().toString(), sentences, captions);
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("captions", index.rows());
        summary.put("undecodable", run(work, index, name));
        summary.put("dim", textDim + ClipConfig.read(model.resolve(ClipCheckpoint.CONFIG)).embedDim());
        summary.put(TEXT_DIM, textDim);
        summary.put(EncoderReference.PICTURES, EncoderReference.ofPictures(identity(clips.engine(), model), model, folder).summary());
        if (encoder != null) {
            summary.put(EncoderReference.KEY, EncoderReference.of(encoder, folder).summary());
        }
        return summary;
    }

    /** Returns how many pictures cannot be decoded. */
    private long run(PictureEmbedWork work, SampleIndex index, String name) throws IOException {
        AtomicLong undecodable = new AtomicLong();
        try (Progress.Bar bar = progress.start(name, index.rows(), "pairs")) {
            runner.run(work, EmbedWork.Chunk.of(index), new Results<>() {
                @Override
                public void take(Long ofChunk) {
                    undecodable.addAndGet(ofChunk);
                }

                @Override
                public void advance(long pairs) {
                    bar.advance(pairs);
                }
            });
        }
        return undecodable.get();
    }

    /** What of a model and of what computes it decides the numbers. */
    public static String identity(ClipEngine engine, Path model) throws IOException {
        return engine.identity() + ", " + Fingerprints.ofFile(model.resolve("model.safetensors"));
    }

    private Recipe recipe(Manifest index) throws IOException {
        TreeMap<String, String> configuration = new TreeMap<>();
        configuration.put("encoder", sentences == null ? "none" : sentences.identity());
        configuration.put("pictures", identity(clips.engine(), model));
        configuration.put("caption", captions.mode().name());
        configuration.put("seed", Long.toString(captions.seed()));
        return new Recipe("embed", VERSION, configuration, new TreeMap<>(Map.of("index", index.fingerprint())));
    }
}
