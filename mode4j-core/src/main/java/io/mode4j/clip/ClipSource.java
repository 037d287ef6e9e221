package io.mode4j.clip;

import io.mode4j.artifact.BadInputException;
import io.mode4j.image.Images;
import io.mode4j.text.Tokenizer;
import java.io.Serializable;

/**
 * How a stage comes by what it takes to ask CLIPs: it is given that, or, where parts of the work are done in other processes, each opens its own.
 */
public interface ClipSource extends Serializable {

    /** Loads models; the same one each time in a process. */
    ClipEngine engine();

    /**
     * The engine, for work that another process began.
     *
     * @param identity of that process's engine
     * @throws BadInputException if this one would give other numbers: processors choose between precisions
     */
    default ClipEngine engine(String identity) throws BadInputException {
        ClipEngine engine = engine();
        if (!engine.identity().equals(identity)) {
            throw new BadInputException(
                    "option precision: expected '%s' on every machine, as where the work began, found '%s' on this one. Say which: fp32 or bf16"
                            .formatted(identity, engine.identity()));
        }
        return engine;
    }

    /** Has the vocabulary that the models were trained with. */
    Tokenizer tokenizer();

    /** Decodes pictures. */
    Images images();

    /** What there is already, for this process alone. */
    static ClipSource of(ClipEngine engine, Tokenizer tokenizer, Images images) {
        return new Loaded(engine, tokenizer, images);
    }

    /**
     * What is in memory, which cannot be sent elsewhere.
     *
     * @param engine loads models
     * @param tokenizer of their texts
     * @param images decodes pictures
     */
    record Loaded(ClipEngine engine, Tokenizer tokenizer, Images images) implements ClipSource {}
}
