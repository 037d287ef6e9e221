package io.mode4j.pipeline;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.clip.ClipEngine;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.Encoders;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.TfIdfEncoder;
import io.mode4j.ensemble.EnsembleOptions;
import io.mode4j.ensemble.EnsembleStage;
import io.mode4j.ensemble.EvaluateStage;
import io.mode4j.ensemble.TaskResults;
import io.mode4j.image.Images;
import io.mode4j.progress.Progress;
import io.mode4j.task.ScoreStage;
import io.mode4j.onnx.MiniLmEncoder;
import io.mode4j.opencv.OpenCvDecoder;
import io.mode4j.text.ClipTokenizer;
import io.mode4j.text.Tokenizer;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The native engines, each loaded when it is first needed: most commands need one of them or none. Not thread-safe. */
public final class Engines implements AutoCloseable {
    private final TorchOptions options;
    private final Images images = new Images(new OpenCvDecoder());
    private final List<SentenceEncoder> encoders = new ArrayList<>();
    private @Nullable SentenceEncoder sentences;
    private @Nullable ClipEngine clip;
    private @Nullable Tokenizer tokenizer;

    public Engines(TorchOptions options) {
        this.options = options;
    }

    int threads() {
        return options.threads();
    }

    /** How every kind of encoder is opened again: a new one is named here. */
    private Encoders encoders() {
        return new Encoders(Map.of(EncoderReference.BUNDLED, _ -> sentences(), TfIdfEncoder.KIND, TfIdfEncoder::read));
    }

    /**
     * The encoder that a run's captions were embedded with, for texts that are to be compared with them.
     *
     * @throws io.mode4j.artifact.BadInputException if this is another, or the run does not say which
     */
    public SentenceEncoder sentences(RunDirectory run) throws IOException {
        SentenceEncoder opened = encoders().open(run.saysEncoder());
        encoders.add(opened);
        return opened;
    }

    /** The bundled sentence encoder. */
    public SentenceEncoder sentences() throws IOException {
        if (sentences == null) {
            sentences = MiniLmEncoder.load(options.threads());
        }
        return sentences;
    }

    ClipEngine clip() {
        if (clip == null) {
            clip = TorchClipEngine.open(options);
        }
        return clip;
    }

    Tokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = new ClipTokenizer();
        }
        return tokenizer;
    }

    /** Both stages of an evaluation. */
    EvaluateStage evaluateStage(FileLayer files, Progress progress, EnsembleOptions options, Optional<SentenceEncoder> encoder,
            Consumer<TaskResults> results) {
        return new EvaluateStage(new ScoreStage(files, progress, clip(), tokenizer(), images(), encoder),
                new EnsembleStage(files, progress, options), results);
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
