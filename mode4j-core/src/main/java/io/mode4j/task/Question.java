package io.mode4j.task;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.SequencedMap;

/** A task whose pictures are known: what is written of it, and what a model answers. It is described by values, as models may be asked elsewhere ({@link ScoreWork}). T texts. */
public interface Question extends Serializable {

    /** What {@code task.json} says of it beside name, kind, metrics and pictures. */
    SequencedMap<String, Object> description();

    /** Writes the files that its {@link TaskKind#truth} is read from, beside {@code task.json}. */
    void write(FileLayer files, Path folder) throws IOException;

    /** The right answers, as {@link TaskKind#truth} reads them again. */
    Truth truth();

    /** Unit vectors of its texts {@code [T, dim]}, by which the experts are weighed. */
    float[][] texts(TextFeatures.Encoder encoder) throws IOException;

    /** What a model answers; its metrics are measured on sums of such matrices. */
    ScoreMatrix scores(ModelFeatures model) throws IOException;
}
