package io.mode4j.pipeline;

import io.mode4j.artifact.Store;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.sentence.Pooling;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that every process that embeds a part of the captions opens for itself: once, for all of its threads, until the process ends.
 *
 * @param place of its files, which all processes see; none for the encoder that comes with the program
 * @param pooling in place of what its folder says
 * @param computing where and how
 */
record SentEncoder(@Nullable String place, @Nullable Pooling pooling, TorchOptions computing) implements EncoderSource {
    private static final Map<SentEncoder, SentenceEncoder> OPEN = new ConcurrentHashMap<>();

    static SentEncoder of(EncoderChoice choice, TorchOptions computing) {
        return new SentEncoder(choice.place().map(place -> place.toAbsolutePath().toString()).orElse(null), choice.pooling().orElse(null),
                computing);
    }

    @Override
    public String identity() {
        try {
            return opened().identity();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SentenceEncoder open(SampleIndex index, CaptionChoice captions, Store folder) throws IOException {
        return opened();
    }

    private SentenceEncoder opened() throws IOException {
        try {
            return OPEN.computeIfAbsent(this, SentEncoder::load);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("resource") // engines of a process that keeps the encoder to its end
    private SentenceEncoder load() {
        try {
            return new Engines(computing)
                    .sentences(new EncoderChoice(Optional.ofNullable(place).map(Path::of), Optional.ofNullable(pooling)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
