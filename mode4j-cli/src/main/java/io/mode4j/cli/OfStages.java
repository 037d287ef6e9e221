package io.mode4j.cli;

import io.mode4j.artifact.StageName;
import java.util.Set;

/** Options that decide what some stages make. */
interface OfStages {
    /** The stages. */
    Set<StageName> stages();
}
