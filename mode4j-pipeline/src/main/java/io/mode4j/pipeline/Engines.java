package io.mode4j.pipeline;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.Clip;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipSource;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.Encoders;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.EnsembleStage;
import io.mode4j.ensemble.EvaluateStage;
import io.mode4j.ensemble.Experts;
import io.mode4j.ensemble.ResultsListener;
import io.mode4j.image.Images;
import io.mode4j.mixture.Mode;
import io.mode4j.mixture.ModeOptions;
import io.mode4j.onnx.OnnxEncoder;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.progress.Progress;
import io.mode4j.task.Routing;
import io.mode4j.task.ScoreStage;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.text.Tokenizer;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.ranks.TorchRanks;
import io.mode4j.work.Runner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The native engines, each loaded when it is first needed: most commands need one of them or none. Not thread-safe. */
public final class Engines implements AutoCloseable {
    private final TorchOptions options;
    private final TorchRanks ranks;
    private final Images images = new Images(new OpenCvDecoder());
    private final List<SentenceEncoder> encoders = new ArrayList<>();
    private @Nullable SentenceEncoder sentences;
    private @Nullable ClipEngine clip;
    private @Nullable Tokenizer tokenizer;

    /** Engines of a process that works by itself. */
    public Engines(TorchOptions options) {
        this(options, TorchRanks.alone());
    }

    /** Engines of one of several processes that train together. */
    Engines(TorchOptions options, TorchRanks ranks) {
        this.options = options;
        this.ranks = ranks;
    }

    /** The mixture of a run's experts on this machine's processor, by the standard rule; the caller closes it. */
    public static Mode loadMode(Path run) throws IOException {
        return loadMode(run, ModeOptions.standard(), TorchOptions.defaults(), new ClipTokenizer());
    }

    /** The mixture of a run's experts of the generation that counts, as {@link #loadMode(RunDirectory, ModeOptions, TorchOptions, Tokenizer)}. */
    public static Mode loadMode(Path run, ModeOptions options, TorchOptions computing, Tokenizer tokenizer) throws IOException {
        return loadMode(new RunDirectory(run), options, computing, tokenizer);
    }

    /**
     * The mixture of a run's experts; the caller closes it.
     *
     * @param directory the run, and which generation of its experts
     * @param computing where and how models compute
     * @param tokenizer has the vocabulary that the experts were trained with
     * @throws io.mode4j.artifact.BadInputException if experts are not there, or the encoder of the captions is not
     * @throws IOException                          if a file is missing or damaged; the message names it
     */
    public static Mode loadMode(RunDirectory directory, ModeOptions options, TorchOptions computing, Tokenizer tokenizer)
            throws IOException {
        Experts _ = Experts.read(directory); // says what is missing before anything is opened
        ClipEngine engine = TorchClipEngine.open(computing);
        SentenceEncoder sentences = EncoderChoice
                .encoders(computing, () -> engine, () -> tokenizer, _ -> OnnxEncoder.bundled(computing.threads()))
                .open(directory.saysEncoder());
        try {
            return Mode.load(directory, options, engine, sentences, new Images(new OpenCvDecoder()), tokenizer);
        } catch (IOException | RuntimeException e) {
            sentences.close();
            throw e;
        }
    }

    /**
     * One model; the caller closes it.
     *
     * @param folder    with {@code open_clip_config.json}
     * @param computing where and how it computes
     * @param tokenizer has the vocabulary that it was trained with
     * @throws IOException as {@link Clip#load(Path, ClipEngine, Images, Tokenizer)}
     */
    public static Clip loadClip(Path folder, TorchOptions computing, Tokenizer tokenizer) throws IOException {
        return Clip.load(folder, TorchClipEngine.open(computing), new Images(new OpenCvDecoder()), tokenizer);
    }

    /** The processes that train together, this one among them. */
    TorchRanks ranks() {
        return ranks;
    }

    int threads() {
        return options.threads();
    }

    /** Where and how models compute. */
    TorchOptions computing() {
        return options;
    }

    private Encoders encoders() {
        return EncoderChoice.encoders(options, this::clip, this::tokenizer, _ -> sentences());
    }

    /**
     * The encoder that a run's captions were embedded with, for texts that are to be compared with them.
     *
     * @throws io.mode4j.artifact.BadInputException if this is another, or the run does not say which
     */
    public SentenceEncoder sentences(RunDirectory run) throws IOException {
        return sentences(EncoderReference.read(run.saysEncoder()), run.saysEncoder());
    }

    /** The encoder that a folder's manifest names, as {@link #sentences(RunDirectory)}. */
    SentenceEncoder sentences(EncoderReference made, Path folder) throws IOException {
        SentenceEncoder opened = encoders().open(made, folder);
        encoders.add(opened);
        return opened;
    }

    /**
     * The encoder that is asked for.
     *
     * @throws io.mode4j.artifact.BadInputException if there is none, or something of it is missing
     */
    public SentenceEncoder sentences(EncoderChoice choice) throws IOException {
        if (choice.place().isEmpty()) {
            return sentences();
        }
        SentenceEncoder opened = choice.open(encoders());
        encoders.add(opened);
        return opened;
    }

    /** The bundled sentence encoder. */
    private SentenceEncoder sentences() throws IOException {
        if (sentences == null) {
            sentences = OnnxEncoder.bundled(options.threads());
        }
        return sentences;
    }

    ClipEngine clip() {
        if (clip == null) {
            clip = TorchClipEngine.open(options, ranks);
        }
        return clip;
    }

    Tokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = new ClipTokenizer();
        }
        return tokenizer;
    }

    /** What it takes to ask models in this process. */
    ClipSource clips() {
        return ClipSource.of(clip(), tokenizer(), images());
    }

    /**
     * Both stages of an evaluation.
     *
     * @param runner has the models asked, if there is one
     */
    EvaluateStage evaluateStage(FileLayer files, Progress progress, EnsembleOptions ensembles, Routing routing, Optional<Runner> runner,
            ResultsListener results) {
        return new EvaluateStage(scoreStage(files, progress, routing, runner), new EnsembleStage(files, progress, ensembles), results);
    }

    /** The first of these. */
    ScoreStage scoreStage(FileLayer files, Progress progress, Routing routing, Optional<Runner> runner) {
        return runner.map(there -> new ScoreStage(files, progress, new SentClips(options), routing, there))
                .orElseGet(() -> new ScoreStage(files, progress, clip(), tokenizer(), images(), routing));
    }

    /** What is asked is embedded as the clustered data were. */
    Routing routing(RunDirectory run, Experts experts) throws IOException {
        if (!experts.ofPictures()) {
            SentenceEncoder encoder = sentences(run);
            experts.requireEncoder(encoder.identity());
            return Routing.byTexts(encoder);
        }
        Path model = EncoderReference.readPictures(run.saysEncoder()).files(run.saysEncoder());
        experts.requireEncoder(PictureEmbedStage.identity(clip(), model));
        return Routing.byPictures(model);
    }

    Images images() {
        return images;
    }

    @Override
    public void close() {
        encoders.forEach(SentenceEncoder::close);
        if (sentences != null) {
            sentences.close();
        }
    }
}
