package io.mode4j.torch.ranks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.ranks.RankLostException;
import io.mode4j.torch.NativeGarbage;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import io.mode4j.torch.memory.NativeScope;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProcessGroupTest {
    private static final Duration SHORT = Duration.ofSeconds(3);

    @BeforeAll
    static void load() {
        TorchClipEngine.open(TorchOptions.defaults());
    }

    private static float[] floats(Tensor tensor) {
        float[] values = new float[(int) tensor.numel()];
        tensor.data_ptr_float().get(values);
        return values;
    }

    @Test
    void sumsAreThoseOfAllRanksToTheBit() throws Exception {
        List<float[]> sums = RanksAsThreads.run(3, ranks -> {
            try (NativeScope _ = NativeScope.open()) {
                float[] own = {ranks.rank(), 0.1f * ranks.rank(), 1};
                Tensor tensor = torch.from_blob(new FloatPointer(own), new long[]{3}).clone();
                ranks.sum(tensor);
                return floats(tensor);
            }
        });
        assertThat(sums.getFirst()).containsExactly(new float[]{3, 0.1f + 0.2f, 3}, org.assertj.core.data.Offset.offset(1e-6f));
        assertThat(sums.get(1)).isEqualTo(sums.getFirst());
        assertThat(sums.get(2)).isEqualTo(sums.getFirst());
    }

    @Test
    void everyRankLearnsWhatAllSay() throws Exception {
        List<List<String>> said = RanksAsThreads.run(3, ranks -> {
            assertThat(ranks.fromFirst(new byte[]{(byte) (7 + ranks.rank())})).containsExactly(7);
            assertThat(ranks.gather(new byte[0])).isEmpty();
            return ranks.texts("r".repeat(ranks.rank()) + "é");
        });
        assertThat(said).allSatisfy(texts -> assertThat(texts).containsExactly("é", "ré", "rré"));
    }

    @Test
    void aRankThatFailsIsNamedByTheOthers() {
        assertThatThrownBy(() -> RanksAsThreads.run(3, ranks -> {
            if (ranks.rank() == 2) {
                throw new BadInputException("shard 7 is damaged");
            }
            assertThatThrownBy(() -> ranks.gather(new byte[1])).isInstanceOf(RankLostException.class)
                    .hasMessageContaining("rank 2 of 3 has failed: shard 7 is damaged");
            return 0;
        })).isInstanceOf(ExecutionException.class).hasRootCauseMessage("shard 7 is damaged");
    }

    /** Its work may still be under way in threads of LibTorch, which write where the collector would have freed. */
    @Test
    void whatALostGroupLeavesIsNotCollected() {
        NativeGarbage.collect();
        long before = Pointer.totalCount();
        assertThatThrownBy(() -> RanksAsThreads.run(2, ranks -> {
            if (ranks.rank() == 1) {
                throw new BadInputException("shard 7 is damaged");
            }
            return ranks.gather(new byte[1]);
        })).isInstanceOf(ExecutionException.class);
        NativeGarbage.collect();
        assertThat(Pointer.totalCount()).isGreaterThan(before);
    }

    @Test
    void aRankOfAnotherVersionIsRefusedWithTheDifference() throws Exception {
        int port = RanksAsThreads.freePort();
        CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> {
            try (ProcessGroup _ = ProcessGroup.join(RanksAsThreads.place(1, 2, port), RanksAsThreads.says("2.0"), false, SHORT)) {
                return "joined";
            } catch (Exception e) {
                return e.getMessage();
            }
        });
        assertThatThrownBy(() -> ProcessGroup.join(RanksAsThreads.place(0, 2, port), RanksAsThreads.says("1.0"), false, SHORT).close())
                .isInstanceOf(RankLostException.class)
                .hasMessageContaining("rank 1 of 2 has failed: rank 1 differs from rank 0");
        assertThat(second.get()).contains("it has version 2.0, and rank 0 has version 1.0");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                    () -> ProcessGroup.join(RanksAsThreads.place(0, 2, taken.getLocalPort()), RanksAsThreads.says("1"), false, SHORT)
                            .close())
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("port %d of 127.0.0.1: it is in use".formatted(taken.getLocalPort()));
        }
    }

    @Test
    void listensOnTheAskedForInterfaceAlone() throws Exception {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            others.addAll(Collections.list(network.getInetAddresses())
                    .stream()
                    .filter(a -> !a.isLoopbackAddress() && a.getAddress().length == 4)
                    .toList());
        }
        int port = RanksAsThreads.freePort();
        try (Meeting _ = Meeting.of(RanksAsThreads.place(0, 2, port), true, SHORT)) {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            assertThat(others).allSatisfy(address -> assertThatThrownBy(() -> new Socket(address, port)).hasMessageContaining("refused"));
        }
    }
}
