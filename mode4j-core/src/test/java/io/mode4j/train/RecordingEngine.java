package io.mode4j.train;

import io.mode4j.clip.ClipBatch;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.ClipEngine;
import io.mode4j.clip.ClipModel;
import io.mode4j.clip.ClipTrainer;
import io.mode4j.clip.LinearClipEngine;
import io.mode4j.clip.OptimizerConfig;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A linear engine that notes which pairs it is given to learn, by the numbers in their captions. */
final class RecordingEngine implements ClipEngine {

    private final ClipEngine engine = new LinearClipEngine();
    private final Map<Integer, Integer> learnt = new HashMap<>();

    /** How often each row was in a batch since the last call. */
    Map<Integer, Integer> learnt() {
        Map<Integer, Integer> taken = Map.copyOf(learnt);
        learnt.clear();
        return taken;
    }

    private ClipTrainer recorded(ClipTrainer trainer) {
        return (ClipTrainer) Proxy.newProxyInstance(ClipTrainer.class.getClassLoader(), new Class<?>[]{ClipTrainer.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("step")) {
                        note((ClipBatch) arguments[0]);
                    }
                    try {
                        return method.invoke(trainer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void note(ClipBatch batch) {
        for (int pair = 0; pair < batch.size(); pair++) {
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < batch.length(); i++) {
                int letter = batch.tokens()[pair * batch.length() + i];
                if (Character.isDigit(letter)) {
                    digits.append((char) letter);
                }
            }
            learnt.merge(Integer.parseInt(digits.toString()), 1, Integer::sum);
        }
    }

    @Override
    public ClipTrainer create(ClipConfig model, OptimizerConfig optimizer, long seed) throws IOException {
        return recorded(engine.create(model, optimizer, seed));
    }

    @Override
    public ClipTrainer start(Path modelFolder, OptimizerConfig optimizer) throws IOException {
        return recorded(engine.start(modelFolder, optimizer));
    }

    @Override
    public ClipTrainer restore(Path checkpointFolder, OptimizerConfig optimizer) throws IOException {
        return recorded(engine.restore(checkpointFolder, optimizer));
    }

    @Override
    public ClipModel load(Path modelFolder) throws IOException {
        return engine.load(modelFolder);
    }

    @Override
    public String identity() {
        return engine.identity();
    }

    @Override
    public String describe() {
        return engine.describe();
    }
}
