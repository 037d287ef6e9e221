package io.mode4j.pipeline;

import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipSource;
import io.mode4j.image.Images;
import io.mode4j.text.Tokenizer;
import io.mode4j.torch.TorchOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What asks CLIPs in every process in which parts of the work are done: opened once, for all of its threads, until the process ends.
 *
 * @param computing where and how
 */
record SentClips(TorchOptions computing) implements ClipSource {
    private static final Map<SentClips, ClipSource> OPEN = new ConcurrentHashMap<>();

    @SuppressWarnings("resource") // engines of a process that keeps them to its end
    private ClipSource opened() {
        return OPEN.computeIfAbsent(this, sent -> new Engines(sent.computing).clips());
    }

    @Override
    public ClipEngine engine() {
        return opened().engine();
    }

    @Override
    public Tokenizer tokenizer() {
        return opened().tokenizer();
    }

    @Override
    public Images images() {
        return opened().images();
    }
}
