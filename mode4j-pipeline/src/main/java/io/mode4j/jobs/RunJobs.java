package io.mode4j.jobs;

import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageName;
import io.mode4j.ensemble.ModelNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which jobs a run has, and what each waits for: the stages up to the assignments, the seed model, then experts and baselines in any order, at last the evaluation.
 *
 * @param run where
 */
public record RunJobs(RunDirectory run) {
    /** The job that makes what training needs. */
    public static final String STAGES = "stages";
    /** The job that asks all models, and draws the report. */
    public static final String EVALUATE = "evaluate";

    /** From the index to the assignments. */
    public Job stages() {
        return new Job(STAGES, List.of(List.of("index"), List.of("embed"), List.of("cluster"), List.of("assign")), List.of(),
                List.of(run.index(), run.embeddings(), run.clusters(), run.assignments()));
    }

    /** The model that all others continue. */
    public Job seed() {
        return model(ModelNames.SEED, STAGES);
    }

    /**
     * The models that continue the seed and know nothing of each other: experts first.
     *
     * @param experts   how many coarse clusters there are
     * @param ablations whether the ablations are trained too
     */
    public List<Job> continuing(int experts, boolean ablations) {
        List<String> names = new ArrayList<>();
        IntStream.range(0, experts).mapToObj(ModelNames::expert).forEach(names::add);
        names.add(ModelNames.DENSE);
        if (ablations) {
            names.add(ModelNames.DENSE_TOTAL);
            IntStream.range(0, experts).mapToObj(ModelNames::randomExpert).forEach(names::add);
        }
        return names.stream().map(name -> model(name, ModelNames.SEED)).toList();
    }

    /** All models, the seed first; as {@link #continuing}. */
    public List<Job> models(int experts, boolean ablations) {
        return Stream.concat(Stream.of(seed()), continuing(experts, ablations).stream()).toList();
    }

    /** The folder of the model that the job of this name trains; nothing for other jobs. */
    public Optional<Path> folder(String job) {
        return switch (job) {
            case STAGES, EVALUATE -> Optional.empty();
            case ModelNames.SEED -> Optional.of(run.seed());
            default -> Optional.of(run.of(isBaseline(job) ? StageName.BASELINES : StageName.EXPERTS).resolve(job));
        };
    }

    private static boolean isBaseline(String model) {
        return ModelNames.BASELINES.contains(model) || ModelNames.isRandomExpert(model);
    }

    /** What comes after all models. */
    public Job evaluate(int experts, boolean ablations) {
        return new Job(EVALUATE, List.of(List.of("evaluate"), List.of("report")),
                models(experts, ablations).stream().map(Job::name).toList(), List.of());
    }

    private Job model(String name, String after) {
        return new Job(name, List.of(List.of("train", "--only", name)), List.of(after), folder(name).stream().toList());
    }
}
