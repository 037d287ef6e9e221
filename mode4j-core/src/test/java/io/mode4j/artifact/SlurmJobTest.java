package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SlurmJobTest {
    private static SlurmJob job(String... more) {
        Map<String, String> environment = new java.util.HashMap<>(Map.of("SLURM_JOB_ID", "12", "SLURM_CLUSTER_NAME", "here"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return SlurmJob.in(environment).orElseThrow();
    }

    @Test
    void theEnvironmentSaysWhichJobAndWhichStart() {
        assertThat(SlurmJob.in(Map.of("SLURM_CLUSTER_NAME", "here"))).isEmpty();
        assertThat(job()).isEqualTo(new SlurmJob("12", "here", 0)).hasToString("Slurm job 12");
        assertThat(job("SLURM_RESTART_COUNT", "3").start()).isEqualTo(3);
    }

    @Test
    void onlyAnEarlierStartOfTheSameJobIsOver() {
        SlurmJob third = job("SLURM_RESTART_COUNT", "2");
        assertThat(job().isBefore(third)).isTrue();
        assertThat(third.isBefore(third)).as("a step of the same start may be at work elsewhere").isFalse();
        assertThat(third.isBefore(job())).isFalse();
        assertThat(job("SLURM_JOB_ID", "13").isBefore(third)).isFalse();
        assertThat(job("SLURM_CLUSTER_NAME", "there").isBefore(third)).isFalse();
    }

    @Test
    void aLockKnowsTheJobAndLocksOfBeforeKnowNone() {
        LockHolder holder = new LockHolder("n1", 7, "then", "2026-01-02T03:04:05Z", 1, new SlurmJob("12", "here", 1));
        assertThat(LockHolder.of(holder.json())).hasValue(holder);
        assertThat(holder).hasToString("process 7 on n1, since 2026-01-02T03:04:05Z (Slurm job 12)");
        String before = "{\"host\":\"n1\",\"pid\":7,\"started\":\"then\",\"since\":\"2026-01-02T03:04:05Z\",\"number\":1}";
        LockHolder none = LockHolder.of(before).orElseThrow();
        assertThat(none.job()).isEmpty();
        assertThat(none.json()).doesNotContain("slurm");
        assertThat(none).hasToString("process 7 on n1, since 2026-01-02T03:04:05Z");
    }
}
