package io.mode4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** PyTorch's AdamW on the same batches, to 1e-5. */
class WideAdamWTest {

    private static WideAdamW trained(JsonNode said, double... decays) {
        float[][] weights = Reference.matrix(said.get("weights"));
        ProbeData data = new ProbeData(Reference.matrix(said.get("features")), Reference.ints(said.get("labels")), weights.length);
        List<int[]> orders = said.get("orders").valueStream().map(Reference::ints).toList();
        int batch = said.get("batch").asInt();
        long steps = (long) orders.size() * Math.ceilDiv(data.size(), batch);
        WideAdamW training = new WideAdamW(data, decays, new LinearHead(Reference.flat(weights), Reference.floats(said.get("bias"))),
                said.get("lr").asDouble(), batch, steps);
        for (int[] order : orders) {
            for (int from = 0; from < order.length; from += batch) {
                training.step(order, from, Math.min(order.length, from + batch));
            }
        }
        return training;
    }

    @Test
    void severalDecaysAtOnceEndWhereTorchEndsWithEach() throws IOException {
        JsonNode said = Reference.json("adamw.json");
        List<JsonNode> ends = said.get("ends").valueStream().toList();
        WideAdamW training = trained(said, ends.stream().mapToDouble(end -> end.get("decay").asDouble()).toArray());
        for (int h = 0; h < ends.size(); h++) {
            assertThat(training.head(h).weights()).containsExactly(Reference.flat(Reference.matrix(ends.get(h).get("weights"))),
                    within(1e-5f));
            assertThat(training.head(h).bias()).containsExactly(Reference.floats(ends.get(h).get("bias")), within(1e-5f));
        }
        assertThat(training.head(0).weights()).isNotEqualTo(training.head(1).weights());
    }

    /** Decays that leave the numbers spoil no other classifier of the same matrix. */
    @Test
    void oneThatLeavesTheNumbersSpoilsNoOther() throws IOException {
        JsonNode said = Reference.json("adamw.json");
        WideAdamW beside = trained(said, 1e30, 1e-3, 1e30);
        assertThat(Float.isFinite(beside.head(0).weights()[0])).isFalse();
        assertThat(beside.head(1).weights()).containsExactly(trained(said, 1e-3).head(0).weights(), within(1e-6f));
    }
}
