package io.mode4j.cli;

import io.mode4j.jobs.Cluster;
import io.mode4j.jobs.ClusterProvider;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobProcess;
import io.mode4j.work.Results;
import io.mode4j.work.Work;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster that is connected to once there is something to do. Thread-safe. */
final class LaterCluster implements Cluster {
    private final ClusterProvider provider;
    private final String master;
    private final Map<String, String> settings;
    private @Nullable Cluster opened;

    /** One of a provider's, as {@link ClusterProvider#open}. */
    LaterCluster(ClusterProvider provider, String master, Map<String, String> settings) {
        this.provider = provider;
        this.master = master;
        this.settings = Map.copyOf(settings);
    }

    @Override
    public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
        opened().run(work, parts, results);
    }

    @Override
    public JobProcess start(Job job, List<String> arguments, int ranks) throws IOException {
        return opened().start(job, arguments, ranks);
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private synchronized Cluster opened() throws IOException {
        if (opened == null) {
            opened = provider.open(master, settings);
        }
        return opened;
    }
}
