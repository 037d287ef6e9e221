package io.mode4j.report;

import io.mode4j.artifact.FileLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes {@code evaluation/report.html} from what is in a run directory. Only the results must be there; a section whose files are gone is left out. It takes seconds, so
 * it is done again whenever it is asked for. Not thread-safe.
 */
public final class ReportStage {

    private final FileLayer files;

    /** A stage that writes through {@code files}. */
    public ReportStage(FileLayer files) {
        this.files = files;
    }

    /**
     * Writes the page.
     *
     * @param run the run directory
     * @return where the page is
     * @throws io.mode4j.artifact.BadInputException if the run is not evaluated yet
     * @throws IOException                              if a file of the run is damaged, or the page cannot be written
     */
    public Path run(Path run) throws IOException {
        String page = Page.render(new RunReader(run).read());
        Path target = run.resolve("evaluation").resolve("report.html");
        files.write(target, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
        return target;
    }
}
