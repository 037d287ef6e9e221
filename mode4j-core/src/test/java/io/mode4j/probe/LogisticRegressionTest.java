package io.mode4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogisticRegressionTest {

    @Test
    void endsAtTheOptimumOfScikitLearn() throws IOException {
        JsonNode said = Reference.json("logistic.json");
        ProbeData data = new ProbeData(Reference.matrix(said.get("features")), Reference.ints(said.get("labels")), 3);
        List<JsonNode> ends = said.get("ends").valueStream().toList();
        List<LinearHead> heads = new LogisticRegression(new LinearHead(new float[15], new float[3]), 2).train(data,
                ends.stream().mapToDouble(end -> end.get("decay").asDouble()).toArray());
        for (int i = 0; i < ends.size(); i++) {
            assertThat(heads.get(i).weights()).containsExactly(Reference.flat(Reference.matrix(ends.get(i).get("weights"))), within(1e-4f));
            assertThat(heads.get(i).bias()).containsExactly(Reference.floats(ends.get(i).get("bias")), within(1e-4f));
        }
    }

    /** The optimum does not depend on where the search began. */
    @Test
    void anyStartEndsThere() throws IOException {
        ProbeData data = Reference.problem("train", 12);
        LinearHead fromZeros = new LogisticRegression(new LinearHead(new float[12 * 16], new float[12]), 1).train(data, new double[]{1e-2})
                .getFirst();
        LinearHead fromElsewhere = new LogisticRegression(new LinearHead(LinearHead.random(12, 16, 1).weights(), new float[12]), 1)
                .train(data, new double[]{1e-2})
                .getFirst();
        assertThat(fromElsewhere.weights()).containsExactly(fromZeros.weights(), within(1e-3f));
        assertThat(fromZeros.weights()[0]).isNotCloseTo(0, within(0.05f));
    }
}
