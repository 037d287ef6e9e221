package io.mode4j.report;

import io.mode4j.artifact.EvaluationFolder;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.growth.Grown;
import io.mode4j.growth.Novelty;
import io.mode4j.negatives.NegativesReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes {@code evaluation/report.html}, and {@code evaluation/clusters.html} beside it, from what is in a run directory. Only the results must be there; a section whose files are gone is left out. It takes seconds, so
 * it is done again whenever it is asked for. Not thread-safe.
 */
public final class ReportStage {

    /** The page of the clusters, as the report names it. */
    static final String CLUSTERS = "clusters.html";

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
        Report report = new RunReader(new RunDirectory(run)).read();
        if (report.clusters().isPresent()) {
            write(new RunDirectory(run).evaluated().clustersPage(), ClusterPage.render(report.clusters().get()));
        }
        return write(new RunDirectory(run).evaluated().report(), Page.render(report));
    }

    /**
     * Writes {@code report.html} of an evaluation of models without a run.
     *
     * @param results the folder of its results
     * @return where the page is
     * @throws io.mode4j.artifact.BadInputException if there are no results
     * @throws IOException                              if a file there is damaged, or the page cannot be written
     */
    public Path ofModels(Path results) throws IOException {
        EvaluationFolder folder = new EvaluationFolder(results);
        return write(folder.report(), Page.render(RunReader.ofModels(folder)));
    }

    /**
     * Writes the page of the clusters alone.
     *
     * @param run the run directory
     * @return what the page says, and where it is
     * @throws io.mode4j.artifact.BadInputException if the pairs of the run are not assigned yet
     * @throws IOException                              if a file of the run is damaged, or the page cannot be written
     */
    public Written clusters(Path run) throws IOException {
        ClusterView view = ClusterReader.read(new RunDirectory(run));
        return new Written(view.overview(), write(new RunDirectory(run).evaluated().clustersPage(), ClusterPage.render(view)));
    }

    /**
     * A page of the clusters.
     *
     * @param overview what it says
     * @param page     where it is
     */
    public record Written(ClusterOverview overview, Path page) {}

    /**
     * Writes a page that compares runs, or a run with published figures.
     *
     * @param places run directories, folders of results, or files of the form of {@code results.csv}; at least two
     * @param target where the page goes
     * @throws io.mode4j.artifact.BadInputException if one has no such figures
     */
    public Path compare(List<Path> places, Path target) throws IOException {
        List<ComparedResults> compared = new ArrayList<>();
        for (Path place : places) {
            compared.add(ComparedResults.read(place));
        }
        return write(target, ComparisonPage.render(compared));
    }

    /** Writes the page of negatives. */
    public void negatives(NegativesReport report, Path target) throws IOException {
        files.text(target, NegativesPage.render(report));
    }

    /** Writes the page of pairs that arrived, before anything is made of them; returns where it is. */
    public Path growth(Novelty novelty, Path target) throws IOException {
        return write(target, GrowthPage.render(novelty));
    }

    /** Writes the page of pairs that arrived and what was made of them; returns where it is. */
    public Path growth(Grown grown, Path target) throws IOException {
        return write(target, GrowthPage.render(grown));
    }

    private Path write(Path target, String page) throws IOException {
        files.text(target, page);
        return target;
    }
}
