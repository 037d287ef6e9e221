package io.mode4j.serve;

import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.VectorSpace;
import io.mode4j.ensemble.Experts;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.pipeline.Engines;
import io.mode4j.search.IndexDescription;
import io.mode4j.search.SpaceFingerprint;
import io.mode4j.text.Tokenizer;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where what is served comes from. */
public interface ModelSource {

    /** {@return what clients call the model} */
    String name();

    /** {@return what tells the state that would be opened now from another} */
    String state() throws IOException;

    /** Opens the state of now; the caller closes it. */
    VectorSpace open() throws IOException;

    /** {@return what tells the vectors of the state of now from those of another ({@link SpaceFingerprint})} */
    String space() throws IOException;

    /** {@return what stays of the state of now, whatever changes while it is opened} */
    default ModelSource now() throws IOException {
        return this;
    }

    /** {@return where what an index was made with comes from: an earlier generation, perhaps} */
    default ModelSource of(IndexDescription index) {
        return this;
    }

    /** {@return the run whose clusters can be shown, if it is one} */
    default Optional<RunDirectory> clusters() {
        return Optional.empty();
    }

    /**
     * The experts of a run, asked together.
     *
     * @param run       and which generation; the newest is followed
     * @param options   of the mixture
     * @param computing where and how
     * @param tokenizer of its models
     */
    record OfRun(RunDirectory run, ModeOptions options, TorchOptions computing, Tokenizer tokenizer) implements ModelSource {

        @Override
        public String name() {
            return ModelSource.folderName(run.root());
        }

        @Override
        public String state() throws IOException {
            return "generation %d, experts %s".formatted(new Generations(run).numbered().generation(), run.trainedExperts());
        }

        @Override
        public ModelSource now() throws IOException {
            return new OfRun(new Generations(run).numbered(), options, computing, tokenizer);
        }

        @Override
        public VectorSpace open() throws IOException {
            return Engines.loadMode(run, options, computing, tokenizer);
        }

        @Override
        public String space() throws IOException {
            List<String> names = Experts.read(run).only(options.experts()).names();
            return SpaceFingerprint.ofRun(run, names);
        }

        @Override
        public ModelSource of(IndexDescription index) {
            return new OfRun(new RunDirectory(run.root(), index.generation().orElse(run.generation())), options.withExperts(index.parts()),
                    computing,
                    tokenizer);
        }

        @Override
        public Optional<RunDirectory> clusters() {
            return Optional.of(run);
        }
    }

    /**
     * One model.
     *
     * @param folder    with {@code open_clip_config.json}
     * @param computing where and how
     * @param tokenizer of the model
     */
    record OfFolder(Path folder, TorchOptions computing, Tokenizer tokenizer) implements ModelSource {

        @Override
        public String name() {
            return ModelSource.folderName(folder);
        }

        @Override
        public String state() {
            return "as it was at the start";
        }

        @Override
        public VectorSpace open() throws IOException {
            return Engines.loadClip(folder, computing, tokenizer);
        }

        @Override
        public String space() throws IOException {
            return SpaceFingerprint.ofModel(folder);
        }
    }

    private static String folderName(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "mode4j" : name.toString();
    }
}
