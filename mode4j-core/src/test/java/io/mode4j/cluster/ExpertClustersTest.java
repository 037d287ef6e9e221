package io.mode4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpertClustersTest {

    private static final Clusters CLUSTERS = new Clusters(new Centers(3, 2, new float[]{1, 2, 3, 4, 5, 6}), new long[3], new float[3],
            new Centers(2, 2, new float[]{7, 8, 9, 10}), new int[]{1, 0, 1}, Distance.COSINE);

    @TempDir
    private Path folder;

    @Test
    void anExpertHasItsOwnCentresAndNoOthers() {
        ExpertClusters first = ExpertClusters.of(CLUSTERS, 0);
        assertThat(first.fine().values()).containsExactly(3, 4);
        assertThat(first.coarse().values()).containsExactly(7, 8);
        ExpertClusters second = ExpertClusters.of(CLUSTERS, 1);
        assertThat(second.fine().values()).containsExactly(1, 2, 5, 6);
        assertThat(second.coarse().values()).containsExactly(9, 10);
        assertThat(second.distance()).isEqualTo(Distance.COSINE);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        ExpertClusters share = ExpertClusters.of(CLUSTERS, 1);
        ExpertClusters all = new ExpertClusters(share.fine(), share.coarse(), share.distance(), 77, 1, "an encoder", "a seed");
        all.write(new FileLayer(), folder);
        assertThat(ExpertClusters.isIn(folder)).isTrue();
        assertThat(ExpertClusters.read(folder)).usingRecursiveComparison().isEqualTo(all);
        assertThat(ExpertClusters.read(folder).forTexts().fine().values()).containsExactly(1, 5);
        byte[] bytes = Files.readAllBytes(folder.resolve(ExpertClusters.FILE));
        bytes[bytes.length - 1] ^= 1;
        Files.write(folder.resolve(ExpertClusters.FILE), bytes);
        assertThatThrownBy(() -> ExpertClusters.read(folder)).isInstanceOf(DamagedException.class)
                .hasMessageContaining(ExpertClusters.FILE);
    }

    @Test
    void textsCannotBeComparedWithPicturesAlone() {
        ExpertClusters share = ExpertClusters.of(CLUSTERS, 0);
        assertThatThrownBy(() -> new ExpertClusters(share.fine(), share.coarse(), share.distance(), 1, 0, "", "").forTexts())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("pictures alone");
    }
}
