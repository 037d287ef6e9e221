package io.mode4j.jobs.slurm;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.LockHolder;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.SlurmJob;
import io.mode4j.artifact.StageLock;
import io.mode4j.jobs.Job;
import io.mode4j.jobs.JobGroup;
import io.mode4j.jobs.JobRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Submits what is left of a run: what is done, waits in Slurm already or is at work there stays as it is. Used by one thread.
 */
public final class Submission {
    private final FileLayer files;
    private final RunDirectory run;
    private final SlurmScript scripts;
    private final Slurm slurm = new Slurm();
    private final Map<String, SlurmState> states = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>(); // in Slurm, of jobs that are not over
    private final Set<String> submitted = new HashSet<>();

    /** A submission of a run's jobs by such scripts. */
    public Submission(FileLayer files, SlurmScript scripts) {
        this.files = files;
        this.run = scripts.run();
        this.scripts = scripts;
    }

    /**
     * What became of a job.
     *
     * @param job   its name
     * @param state in words
     */
    public record Outcome(String job, String state) {}

    /**
     * Submits the jobs that are left; all of them, or none.
     *
     * @param groups those that others wait for come first
     * @return of each job what became of it
     * @throws io.mode4j.artifact.HeldException if a queue of this machine works on the run, or somebody else submits it
     * @throws io.mode4j.artifact.BadInputException if Slurm is not here, or refuses
     */
    public List<Outcome> submit(List<JobGroup> groups) throws IOException {
        String cluster = slurm.cluster();
        try (StageLock _ = StageLock.take(files, run.jobs())) {
            look(groups);
            return submitLeft(groups, cluster);
        } catch (IOException e) {
            callBack(e);
            throw e;
        }
    }

    private List<Outcome> submitLeft(List<JobGroup> groups, String cluster) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (JobGroup group : groups) {
            List<Integer> left = new ArrayList<>();
            for (int i = 0; i < group.jobs().size(); i++) {
                Job job = group.jobs().get(i);
                if (isLeft(job)) {
                    unlock(job, cluster);
                    left.add(i);
                } else if (!job.isDone()) {
                    outcomes.add(new Outcome(job.name(), "stays as it is: " + states.get(numbers.get(job.name()))));
                }
            }
            if (!left.isEmpty()) {
                submit(group, left, outcomes);
            }
        }
        return outcomes;
    }

    /** What is refused is refused as a whole: no job waits whose options are not recorded. */
    private void callBack(IOException refused) {
        try {
            if (!submitted.isEmpty()) {
                slurm.cancel(submitted.stream().map(numbers::get).toList());
            }
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }

    /** The scripts of what is not done, whatever Slurm knows, one after the other. */
    public String dryRun(List<JobGroup> groups) {
        StringBuilder text = new StringBuilder();
        for (JobGroup group : groups) {
            List<Integer> left = IntStream.range(0, group.jobs().size()).filter(i -> !group.jobs().get(i).isDone()).boxed().toList();
            if (!left.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append("# ")
                        .append(scripts.file(group))
                        .append('\n')
                        .append(scripts.of(group, left));
            }
        }
        return text.toString();
    }

    /** Asks Slurm where the jobs are that were submitted before, and those that hold locks. */
    private void look(List<JobGroup> groups) throws IOException {
        Map<String, String> recorded = new HashMap<>();
        Set<String> asked = new HashSet<>();
        for (Job job : groups.stream().flatMap(group -> group.jobs().stream()).toList()) {
            JobRecord.read(run, job.name()).map(JobRecord::slurm).filter(number -> !number.isEmpty()).ifPresent(number -> {
                recorded.put(job.name(), number);
                asked.add(number);
            });
            for (Path folder : job.folders()) {
                StageLock.holder(folder).flatMap(LockHolder::job).map(SlurmJob::id).ifPresent(asked::add);
            }
        }
        states.putAll(slurm.states(asked));
        recorded.forEach((job, number) -> {
            if (isActive(number)) {
                numbers.put(job, number);
            }
        });
    }

    private boolean isActive(String number) {
        return Optional.ofNullable(states.get(number)).filter(SlurmState::isActive).isPresent();
    }

    /** Whether a job is to be submitted; one that waits for what has failed meanwhile, and is submitted anew, is called back for that. */
    private boolean isLeft(Job job) throws IOException {
        String number = numbers.get(job.name());
        if (number == null || job.isDone()) {
            return !job.isDone();
        }
        SlurmState state = states.get(number);
        if (state != null && state.isPending() && job.after().stream().anyMatch(submitted::contains)) {
            slurm.cancel(List.of(number));
            return true;
        }
        return false;
    }

    /** A job that was killed on another machine could not unlock what it wrote. */
    private void unlock(Job job, String cluster) throws IOException {
        for (Path folder : job.folders()) {
            StageLock.removeLeft(folder, holder -> holder.cluster().equals(cluster) && !isActive(holder.id()));
        }
    }

    private void submit(JobGroup group, List<Integer> left, List<Outcome> outcomes) throws IOException {
        Path script = scripts.file(group);
        files.text(script, scripts.of(group, left));
        List<Job> jobs = left.stream().map(group.jobs()::get).toList();
        List<String> after = jobs.stream()
                .flatMap(job -> job.after().stream())
                .distinct()
                .map(numbers::get)
                .filter(n -> n != null)
                .toList();
        String number = slurm.submit(script, after);
        for (int i : left) {
            String job = group.jobs().get(i).name();
            String own = group.jobs().size() > 1 ? number + "_" + i : number;
            numbers.put(job, own);
            submitted.add(job);
            JobRecord.fresh().withSlurm(own).write(files, run, job);
            outcomes.add(new Outcome(job, "submitted as Slurm job " + own));
        }
    }
}
