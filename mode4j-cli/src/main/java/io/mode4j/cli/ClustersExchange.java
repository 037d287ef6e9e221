package io.mode4j.cli;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.cluster.Clusters;
import io.mode4j.cluster.exchange.ClusterExport;
import io.mode4j.cluster.exchange.ClusterImport;
import io.mode4j.cluster.points.Distance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Centres from and for other programs. */
final class ClustersExchange {
    private ClustersExchange() {}

    /** Where clusters are: in a run directory, or in a folder of their own. */
    static final class Place {
        @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run directory.")
        private @Nullable Path run;

        @Option(names = "--clusters", paramLabel = "DIR", required = true, description = "A folder of clusters outside of a run directory.")
        private @Nullable Path clusters;

        Path folder() {
            if (clusters != null) {
                return clusters;
            }
            if (run == null) {
                throw new IllegalStateException("neither --run nor --clusters");
            }
            return new RunDirectory(run).clusters();
        }
    }

    /** Reads centres of other programs. */
    @Command(name = "import", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Make clusters of centres that another program fitted: the reference's F1024.pth and F1024-C4.pth, .safetensors or .npy files.",
        "PyTorch files are read without executing anything. Then run assign."})
    static final class Import implements Callable<Integer> {
        @Option(names = "--fine", paramLabel = "FILE", required = true, description = "The fine centres: F<m>.pth (center), .safetensors (center or centers), or .npy.")
        private Path fine;

        @Option(names = "--coarse", paramLabel = "FILE", required = true, description = "The coarse centres and the map: F<m>-C<n>.pth (coarse, assign), .safetensors (coarse or centers, assign or fine_to_coarse), or .npy (centres alone).")
        private Path coarse;

        @Option(names = "--map", paramLabel = "FILE", description = "The coarse cluster of each fine centre (int32 or int64), where --coarse does not hold it.")
        private @Nullable Path map;

        @Option(names = "--distance", paramLabel = "D", defaultValue = "EUCLIDEAN", description = "What they were fitted for: euclidean or cosine. Default: euclidean")
        private Distance distance;

        @ArgGroup(multiplicity = "1")
        private Place place;

        @Override
        public Integer call() throws IOException {
            Manifest manifest = new ClusterImport(new FileLayer(), distance).run(fine, coarse, map, place.folder());
            System.out.println(manifest.summary().get("fine_centers") + " fine centres of dim " + manifest.summary().get("dim") + " in "
                    + manifest.summary().get("coarse_clusters") + " coarse clusters are in " + place.folder());
            return 0;
        }
    }

    /** Writes centres for other programs. */
    @Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false, description = "Write the centres as other programs read them.")
    static final class Export implements Callable<Integer> {
        @ArgGroup(multiplicity = "1")
        private Place place;

        @Option(names = "--format", paramLabel = "F", defaultValue = "TORCH", description = "torch (the reference's F<m>.pth and F<m>-C<n>.pth), npy, or safetensors. Default: torch")
        private ClusterExport.Format format;

        @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder that the files go to.")
        private Path out;

        @Override
        public Integer call() throws IOException {
            if (Files.exists(out.resolve(Manifest.NAME))) {
                throw new BadInputException("--out " + out + ": expected a folder of your own, found one that a stage made");
            }
            for (Path file : new ClusterExport(new FileLayer()).write(Clusters.read(place.folder()), format, out)) {
                System.out.println(file);
            }
            return 0;
        }
    }
}
