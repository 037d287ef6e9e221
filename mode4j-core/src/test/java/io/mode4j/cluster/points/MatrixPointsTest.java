package io.mode4j.cluster.points;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.format.Dtype;
import io.mode4j.format.Npy;
import io.mode4j.format.NpyMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixPointsTest {
    @TempDir
    Path folder;

    private NpyMatrix matrix(String name, int dim) throws IOException {
        Npy.writeMatrix(new FileLayer(), folder.resolve(name), Dtype.FLOAT32, 3, dim, (_, into) -> into[0] = 1);
        return Npy.openMatrix(folder.resolve(name));
    }

    @Test
    void aFileOfAnotherDimensionIsNamed() throws IOException {
        try (NpyMatrix one = matrix("a.npy", 16); NpyMatrix other = matrix("b.npy", 8)) {
            assertThatThrownBy(() -> Points.of(List.of(one, other))).isInstanceOf(BadInputException.class)
                    .hasMessageContaining(folder.resolve("b.npy") + " has dim 8")
                    .hasMessageContaining("expected dim 16 as in a.npy");
        }
    }
}
