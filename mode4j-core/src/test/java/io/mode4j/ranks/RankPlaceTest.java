package io.mode4j.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankPlaceTest {
    private static final Map<String, String> TORCHRUN = Map.of("RANK", "3", "WORLD_SIZE", "8", "LOCAL_RANK", "1", "MASTER_ADDR", "node1",
            "MASTER_PORT",
            "29500", "TORCHELASTIC_USE_AGENT_STORE", "True", "TORCHELASTIC_RESTART_COUNT", "2");
    private static final Map<String, String> SLURM = Map.of("SLURM_STEP_NUM_TASKS", "4", "SLURM_NTASKS", "4", "SLURM_PROCID", "2",
            "SLURM_LOCALID", "0",
            "SLURM_STEP_NODELIST", "gpu[03-07,9],other", "SLURM_JOB_ID", "1234567");

    private static Map<String, String> without(Map<String, String> environment, String name) {
        Map<String, String> left = new HashMap<>(environment);
        left.remove(name);
        return left;
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put(name, value);
        return changed;
    }

    @Test
    void torchrunSaysItInItsVariables() throws BadInputException {
        assertThat(RankPlace.in(TORCHRUN)).contains(new RankPlace(3, 8, 1, "node1", 29_500, true, 2));
        assertThat(RankPlace.in(without(TORCHRUN, "TORCHELASTIC_USE_AGENT_STORE")))
                .contains(new RankPlace(3, 8, 1, "node1", 29_500, false, 2));
    }

    @Test
    void slurmSaysItOfTheTasksOfAStep() throws BadInputException {
        assertThat(RankPlace.in(SLURM)).contains(new RankPlace(2, 4, 0, "gpu03", 20_000 + 1_234_567 % 10_000, false, 0));
        assertThat(RankPlace.in(without(SLURM, "SLURM_STEP_NUM_TASKS"))).as("a batch script is no task of a step").isEmpty();
    }

    @Test
    void aProcessByItselfIsNone() throws BadInputException {
        assertThat(RankPlace.in(Map.of())).isEmpty();
        assertThat(RankPlace.in(with(with(TORCHRUN, "WORLD_SIZE", "1"), "RANK", "0"))).isEmpty();
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThatThrownBy(() -> RankPlace.in(without(TORCHRUN, "MASTER_ADDR"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("MASTER_ADDR");
        assertThatThrownBy(() -> RankPlace.in(without(TORCHRUN, "WORLD_SIZE"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("WORLD_SIZE");
        assertThatThrownBy(() -> RankPlace.in(with(TORCHRUN, "RANK", "three"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("variable RANK: expected a number, found 'three'");
        assertThatThrownBy(() -> RankPlace.in(with(TORCHRUN, "RANK", "8"))).isInstanceOf(BadInputException.class)
                .hasMessageContaining("rank 8 of 8");
    }

    @Test
    void theFirstHostOfSlurmsLists() {
        assertThat(RankPlace.firstHost("node1")).isEqualTo("node1");
        assertThat(RankPlace.firstHost("a,b[1-2]")).isEqualTo("a");
        assertThat(RankPlace.firstHost("tux[007,010-012]")).isEqualTo("tux007");
    }
}
