package io.mode4j.pipeline;

import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.EncoderSource;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.shard.CaptionChoice;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An encoder that every process that embeds a part of the captions opens for itself: once, for all of its threads, until the process ends.
 *
 * @param reference what it is, and where its files are, which all processes see
 * @param folder    that the reference is of
 * @param computing where and how
 */
record SentEncoder(EncoderReference reference, String folder, TorchOptions computing) implements EncoderSource {
    private static final Map<SentEncoder, SentenceEncoder> OPEN = new ConcurrentHashMap<>();

    static SentEncoder of(EncoderChoice choice, TorchOptions computing) throws IOException {
        String place = choice.place().map(files -> files.toAbsolutePath().toString()).orElse("");
        return new SentEncoder(new EncoderReference(choice.kind(), "", place), place, computing);
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
            return new Engines(computing).sentences(reference, Places.path(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
