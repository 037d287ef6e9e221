package io.mode4j.negatives;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code negatives.csv}: {@code batches_of,pairs,figure,mean,low,high}, unrounded, a line a model and figure, and the mean of the experts. Stateless. */
public final class NegativesCsv {
    private NegativesCsv() {}

    /** Writes the file. */
    public static void write(FileLayer files, Path target, NegativesReport report) throws IOException {
        StringBuilder csv = new StringBuilder("batches_of,pairs,figure,mean,low,high\n");
        List<NegativesReport.Kind> kinds = new ArrayList<>(report.kinds());
        kinds.add(report.experts());
        for (NegativesReport.Kind kind : kinds) {
            kind.figures()
                    .forEach((figure, interval) -> csv.append("%s,%d,%s,%s,%s,%s\n".formatted(kind.name(), kind.pairs(), figure,
                            interval.mean(), interval.low(), interval.high())));
        }
        files.text(target, csv.toString());
    }
}
