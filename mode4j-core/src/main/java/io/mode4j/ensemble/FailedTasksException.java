package io.mode4j.ensemble;

import io.mode4j.artifact.BadInputException;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Some tasks could not be evaluated; the others were, and their results are written. The message says of each what is wrong with it. */
public final class FailedTasksException extends BadInputException {

    private static final long serialVersionUID = 1;

    private final transient SequencedMap<String, String> failed;

    /**
     * @param of     how many tasks there were
     * @param failed what is wrong, by task; at least one
     */
    public FailedTasksException(int of, SequencedMap<String, String> failed) {
        super("%d of %d tasks could not be evaluated, %s:%n%s".formatted(failed.size(), of,
                failed.size() < of ? "the others are" : "so that there are no results",
                failed.entrySet().stream().map(FailedTasksException::line).collect(Collectors.joining("\n"))));
        this.failed = failed;
    }

    /** {@return what is wrong, by task} */
    public SequencedMap<String, String> failed() {
        return failed;
    }

    private static String line(Map.Entry<String, String> failed) {
        return "  %s: %s".formatted(failed.getKey(), failed.getValue());
    }
}
