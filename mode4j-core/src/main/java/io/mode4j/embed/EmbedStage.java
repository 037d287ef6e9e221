package io.mode4j.embed;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.StageFolder;
import io.mode4j.artifact.Store;
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

/**
 * Embeds one caption of every pair: {@code e_d} of section 3.1 of the paper. From {@code index/NAME.parquet} it makes
 * {@code embeddings/NAME.npy}, float16 [rows, dim], row r for row r of the index.
 *
 * <p>
 * It works in chunks of whole shards, so that many small shards still fill the encoder's batches; within a chunk equal captions are encoded
 * once. The chunks follow from the index alone: a run that was interrupted and goes on encodes the same lists of captions as one that was
 * not, and writes the same bytes. In memory is one chunk: 16,384 rows, or one shard that is larger. Not for several threads; uses the
 * encoder, does not close it.
 */
public final class EmbedStage {
    private static final int VERSION = 1;

    private final FileLayer files;
    private final Progress progress;
    private final EncoderSource source;
    private final CaptionChoice captions;
    private final Runner runner;

    /**
     * A stage.
     *
     * @param files writes the results
     * @param progress counts captions
     * @param encoder embeds; not closed
     * @param captions which caption of a pair counts
     */
    public EmbedStage(FileLayer files, Progress progress, SentenceEncoder encoder, CaptionChoice captions) {
        this(files, progress, EncoderSource.of(encoder), captions);
    }

    /** A stage that comes by its encoder when it knows the captions. */
    public EmbedStage(FileLayer files, Progress progress, EncoderSource source, CaptionChoice captions) {
        this(files, progress, source, captions, new Workers(1)); // an encoder has threads of its own
    }

    /** A stage whose chunks are embedded by a runner; one that runs them in other processes needs a source that can be sent there. */
    public EmbedStage(FileLayer files, Progress progress, EncoderSource source, CaptionChoice captions, Runner runner) {
        this.runner = runner;
        this.files = files;
        this.progress = progress;
        this.source = source;
        this.captions = captions;
    }

    /**
     * Embeds what is not embedded yet.
     *
     * @param indexFolder made by the index stage
     * @param folder of this stage
     * @return the manifest, whose summary has {@code captions}, {@code encoded} (equal captions of a chunk count once), {@code dim} and {@code encoder}
     * @throws io.mode4j.artifact.MismatchException if the folder holds the embeddings of another index, encoder or choice of captions
     * @throws io.mode4j.artifact.DamagedException if the index or finished embeddings have changed on disk
     */
    public Manifest run(Path indexFolder, Path folder) throws IOException {
        return run(Store.of(files, indexFolder), Store.of(files, folder));
    }

    /** Embeds in stores, as {@link #run(Path, Path)}. */
    public Manifest run(Store indexFolder, Store folder) throws IOException {
        Manifest indexed = Manifest.read(indexFolder);
        try (StageFolder stage = StageFolder.of(folder, recipe(indexed, source.identity(), captions)).checkedBy(runner.checksums())) {
            if (!stage.begin()) {
                return Manifest.read(folder);
            }
            indexed.verify(indexFolder, runner.checksums());
            return stage.finish(embed(indexFolder, folder));
        }
    }

    /** Writes all but the manifest; returns its summary. */
    private Map<String, Object> embed(Store indexFolder, Store folder) throws IOException {
        SampleIndex index = SampleIndex.open(indexFolder);
        SentenceEncoder encoder = source.open(index, captions, folder);
        AtomicLong encoded = new AtomicLong();
        try (Progress.Bar bar = progress.start("embed", index.rows(), "captions")) {
            EmbedWork work = new EmbedWork(indexFolder, folder, source, captions);
            runner.run(work, EmbedWork.Chunk.of(index), new Results<>() {
                @Override
                public void take(Long captions) {
                    encoded.addAndGet(captions);
                }

                @Override
                public void advance(long units) {
                    bar.advance(units);
                }
            });
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("captions", index.rows());
        summary.put("encoded", encoded.get());
        summary.put("dim", encoder.dim());
        summary.put(EncoderReference.KEY, EncoderReference.of(encoder, folder.place("")).summary());
        return summary;
    }

    /**
     * What a run would do; needs no encoder in memory.
     *
     * @param index the manifest of the index
     * @param encoderIdentity {@link SentenceEncoder#identity()}
     * @param captions which caption of a pair counts
     */
    public static Recipe recipe(Manifest index, String encoderIdentity, CaptionChoice captions) {
        TreeMap<String, String> configuration = new TreeMap<>();
        configuration.put("encoder", encoderIdentity);
        configuration.put("caption", captions.mode().name());
        if (captions.mode() == CaptionChoice.Mode.RANDOM) {
            configuration.put("seed", Long.toString(captions.seed()));
        }
        return new Recipe("embed", VERSION, configuration, new TreeMap<>(Map.of("index", index.fingerprint())));
    }
}
