package io.mode4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.artifact.RandomStream;
import io.mode4j.seeds.Draws;
import io.mode4j.seeds.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CropBoxTest {

    @Seeds(1000)
    void isAPartOfThePictureAndAFunctionOfTheSeed(Draws draws) {
        int width = draws.between(1, 3000);
        int height = draws.between(1, 3000);
        double area = draws.between(0.05, 1.0);
        long seed = draws.anyLong();
        CropBox box = CropBox.random(width, height, area, RandomStream.of(seed, "box"));
        assertThat(box.left()).isNotNegative();
        assertThat(box.top()).isNotNegative();
        assertThat(box.width()).isBetween(1, width - box.left());
        assertThat(box.height()).isBetween(1, height - box.top());
        assertThat(CropBox.random(width, height, area, RandomStream.of(seed, "box"))).isEqualTo(box);
    }

    @Test
    void sharesAndShapesAreThoseThatWereAskedFor() {
        RandomGenerator random = RandomStream.of(3, "boxes");
        double areas = 0;
        double logRatios = 0;
        double lefts = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            CropBox box = CropBox.random(1000, 1000, 0.2, random);
            double area = box.width() * (double) box.height() / 1e6;
            double ratio = (double) box.width() / box.height();
            assertThat(area).isBetween(0.198, 1.0);
            assertThat(ratio).isBetween(0.745, 1.342);
            areas += area;
            logRatios += Math.log(ratio);
            lefts += box.width() == 1000 ? 0.5 : (double) box.left() / (1000 - box.width());
        }
        assertThat(areas / n).isBetween(0.52, 0.6); // near 0.6: large areas of extreme shapes do not fit and are drawn again
        assertThat(logRatios / n).isCloseTo(0, within(0.01));
        assertThat(lefts / n).isCloseTo(0.5, within(0.01));
    }

    @Test
    void aPictureThatNoShapeFitsIsCutInItsMiddle() {
        RandomGenerator random = RandomStream.of(4, "boxes");
        assertThat(CropBox.random(400, 90, 0.9, random)).isEqualTo(new CropBox(140, 0, 120, 90));
        assertThat(CropBox.random(90, 400, 0.9, random)).isEqualTo(new CropBox(0, 140, 90, 120));
        assertThat(CropBox.random(1, 500, 0.9, random)).isEqualTo(new CropBox(0, 249, 1, 1));
    }
}
