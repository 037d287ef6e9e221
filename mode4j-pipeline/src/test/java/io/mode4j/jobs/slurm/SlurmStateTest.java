package io.mode4j.jobs.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlurmStateTest {
    @Test
    void wordsSayWhereAJobIs() {
        assertThat(new SlurmState("12", "PENDING", "Dependency", "")).hasToString("Slurm job 12: pending (Dependency)");
        assertThat(new SlurmState("12_3", "RUNNING", "None", "n[1-2]")).hasToString("Slurm job 12_3: running on n[1-2]");
        assertThat(new SlurmState("12", "OUT_OF_MEMORY", "OutOfMemory", "n1"))
                .hasToString("Slurm job 12: out of memory (OutOfMemory) on n1");
    }

    @Test
    void whatWillRunAgainIsNotOver() {
        for (String state : new String[]{"PENDING", "RUNNING", "COMPLETING", "REQUEUED", "SUSPENDED", "CONFIGURING"}) {
            assertThat(new SlurmState("1", state, "None", "").isActive()).as(state).isTrue();
        }
        for (String state : new String[]{"COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED"}) {
            assertThat(new SlurmState("1", state, "None", "").isActive()).as(state).isFalse();
        }
    }
}
