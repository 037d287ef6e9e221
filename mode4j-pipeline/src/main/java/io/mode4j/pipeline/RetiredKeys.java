package io.mode4j.pipeline;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Generations;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.TextFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sees to it that nothing brings pairs back unsaid that are retired. Stateless. */
final class RetiredKeys {
    private static final Logger LOG = System.getLogger(RetiredKeys.class.getName());

    private RetiredKeys() {}

    /** A model of the run is about to be trained, on all of its pairs. */
    static void warn(RunDirectory run, String model) throws IOException {
        int retired = new Generations(run).current().retired().size();
        if (retired > 0) {
            LOG.log(Level.WARNING,
                    "%d keys are retired, and %s is trained on all of its pairs; retire the same keys once more when it is done (mode4j retire)"
                            .formatted(retired, model));
        }
    }

    /** The generations are about to be discarded. */
    static void keep(RunDirectory run, FileLayer files) throws IOException {
        SortedSet<String> keys;
        try {
            keys = new TreeSet<>(new Generations(run).current().retired());
        } catch (BadInputException | DamagedException e) {
            LOG.log(Level.WARNING, "what is retired cannot be read, and is discarded: " + e.getMessage());
            return;
        }
        if (!keys.isEmpty()) {
            if (Files.exists(run.retired())) {
                keys.addAll(TextFile.lines(run.retired()));
            }
            files.text(run.retired(), String.join("\n", keys) + "\n");
            LOG.log(Level.WARNING, "%d keys were retired, but not for what is made now; index without them (option leave-out %s)"
                    .formatted(keys.size(), run.retired()));
        }
    }
}
