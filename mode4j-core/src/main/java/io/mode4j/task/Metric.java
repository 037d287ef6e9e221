package io.mode4j.task;

import java.io.Serializable;

/**
 * What is measured. Whoever measures something has its metrics as constants.
 *
 * @param wireName      its name in results.csv and task files
 * @param heading       its name on a page
 * @param benchmarkName its name in the files of CLIP_benchmark, or of DataComp; those of retrieval differ from ours
 */
public record Metric(String wireName, String heading, String benchmarkName) implements Serializable {

    /** One that has the same name everywhere. */
    public Metric(String wireName, String heading) {
        this(wireName, heading, wireName);
    }
}
