package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.embed.ClipTextEncoder;
import io.mode4j.embed.EncoderOpener;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.Encoders;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.embed.TfIdfEncoder;
import io.mode4j.onnx.HuggingFaceTokens;
import io.mode4j.onnx.OnnxEncoder;
import io.mode4j.sentence.Pooling;
import io.mode4j.sentence.SentenceFolder;
import io.mode4j.text.Tokenizer;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.TorchSentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which sentence encoder embeds captions.
 *
 * @param place
 *            a folder, or an ONNX file; the one that comes with the program if there is none
 * @param pooling
 *            in place of what a transformer's folder says
 */
public record EncoderChoice(Optional<Path> place, Optional<Pooling> pooling) {
    /** The word for the encoder that comes with the program. */
    public static final String BUNDLED = EncoderReference.BUNDLED;

    /** The encoder that comes with the program. */
    public static EncoderChoice bundled() {
        return new EncoderChoice(Optional.empty(), Optional.empty());
    }

    /** The same, with another encoder: {@value #BUNDLED}, a folder, or an ONNX file. */
    EncoderChoice withPlace(String what) {
        return new EncoderChoice(what.equals(BUNDLED) ? Optional.empty() : Optional.of(Path.of(what)), pooling);
    }

    /** The same, pooled by another rule. */
    EncoderChoice withPooling(Pooling other) {
        return new EncoderChoice(place, Optional.of(other));
    }

    @Override
    public String toString() {
        return place.map(Path::toString).orElse(BUNDLED);
    }

    /**
     * {@return its kind, by what lies there}
     *
     * @throws BadInputException
     *             if it is nothing that is known
     */
    String kind() throws BadInputException {
        if (place.isEmpty()) {
            return BUNDLED;
        }
        Path found = place.get();
        if (Files.isRegularFile(found) && found.toString().endsWith(".onnx")) {
            return OnnxEncoder.KIND;
        }
        if (SentenceFolder.isOne(found)) {
            return TorchSentenceEncoder.kind(pooling);
        }
        if (Files.isRegularFile(found.resolve(ClipCheckpoint.CONFIG))) {
            return ClipTextEncoder.KIND;
        }
        throw new BadInputException(
                "option encoder: expected %s, a folder of sentence-transformers (modules.json) or Hugging Face (config.json), one of a CLIP (%s), or an ONNX file beside its tokenizer.json; found %s at %s"
                        .formatted(BUNDLED, ClipCheckpoint.CONFIG, Files.exists(found) ? "none of these" : "nothing", found));
    }

    /** {@return how encoders of every kind are opened: a new one is named here} */
    static Encoders encoders(TorchOptions computing, Supplier<ClipEngine> clip, Supplier<Tokenizer> tokenizer, EncoderOpener bundled) {
        Map<String, EncoderOpener> openers = new TreeMap<>();
        openers.put(BUNDLED, bundled);
        openers.put(TfIdfEncoder.KIND, TfIdfEncoder::read);
        openers.put(OnnxEncoder.KIND, file -> OnnxEncoder.load(file, computing.threads()));
        openers.put(ClipTextEncoder.KIND, folder -> ClipTextEncoder.load(folder, clip.get(), tokenizer.get()));
        Stream.concat(Stream.of(Optional.<Pooling>empty()), Stream.of(Pooling.values()).map(Optional::of))
                .forEach(pooling -> openers.put(TorchSentenceEncoder.kind(pooling),
                        folder -> TorchSentenceEncoder.load(folder, pooling, HuggingFaceTokens::open, computing)));
        return new Encoders(openers);
    }

    /** {@return the encoder; the caller closes it} */
    SentenceEncoder open(Encoders encoders) throws IOException {
        return encoders.opener(kind()).open(place.orElse(Path.of("")));
    }
}
