package io.mode4j.icons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IconPainterTest {
    private static final int SIZE = 64;
    private static final int MIDDLE = SIZE / 2 * SIZE;
    private final IconPainter painter = new IconPainter(SIZE);

    @Test
    void drawsTheFrenchFlagCentredOnWhite() throws Exception {
        var reader = new IconSetReader(new Iconify());
        var french = new ArrayList<Icon>();
        reader.read(reader.describe("cif"), new LinkedHashSet<>(Set.of("fr")), french::add);

        int[] pixels = painter.paint(french.getFirst());

        assertThat(pixels[MIDDLE + 10]).isEqualTo(0x002395);
        assertThat(pixels[MIDDLE + 32]).isEqualTo(0xffffff);
        assertThat(pixels[MIDDLE + 54]).isEqualTo(0xed2939);
        assertThat(pixels[32]).as("above the flag").isEqualTo(0xffffff);
    }

    @Test
    void blendsEdges() throws Exception {
        int[] pixels = painter.paint(icon("<path fill=\"#000\" d=\"M0 0h5.5v10H0z\"/>"));

        assertThat(pixels[MIDDLE]).isZero();
        assertThat(pixels[MIDDLE + 35] & 255).isBetween(100, 240);
        assertThat(pixels[MIDDLE + 36]).isEqualTo(0xffffff);
    }

    @Test
    void refusesWhatCannotBeDrawnTheSameEverywhere() {
        assertThat(reason("<text x=\"1\" y=\"5\">a</text>")).isEqualTo(Skip.TEXT);
        assertThat(reason("<image href=\"file:///etc/passwd\"/>")).isEqualTo(Skip.EMBEDDED_IMAGE);
        assertThat(reason("<path fill=\"#fff\" d=\"M0 0h5v5z\"/>")).isEqualTo(Skip.BLANK);
        assertThat(reason("")).isEqualTo(Skip.BLANK);
        assertThat(reason("<path d=")).isEqualTo(Skip.FAILED);
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void encodedPicturesDecodeToThePixels(PictureFormat format) throws Exception {
        int[] pixels = painter.paint(icon("<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#e02060\"/>"));

        byte[] encoded = format.encode(pixels, SIZE);
        var image = ImageIO.read(new ByteArrayInputStream(encoded));

        assertThat(format.encode(pixels, SIZE)).isEqualTo(encoded);
        int tolerance = format == PictureFormat.PNG ? 0 : 12;
        for (int at : new int[]{0, MIDDLE, MIDDLE + 32, 40 * SIZE + 30}) {
            assertThat(image.getRGB(at % SIZE, at / SIZE) & 255).isBetween((pixels[at] & 255) - tolerance, (pixels[at] & 255) + tolerance);
        }
    }

    @Test
    void looksTellCopiesFromOthers() throws Exception {
        int[] circle = painter.paint(icon("<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#e02060\"/>"));
        int[] nearly = painter.paint(icon("<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#e22262\"/>"));
        int[] green = painter.paint(icon("<circle cx=\"5\" cy=\"5\" r=\"4\" fill=\"#20e060\"/>"));
        Look look = Look.of(circle, SIZE);

        assertThat(Look.of(circle.clone(), SIZE).pixels()).isEqualTo(look.pixels());
        assertThat(Look.of(nearly, SIZE).pixels()).isNotEqualTo(look.pixels());
        assertThat(look.near(Look.of(nearly, SIZE))).isTrue();
        assertThat(look.near(Look.of(green, SIZE))).isFalse();
    }

    private Skip reason(String body) {
        return catchThrowableOfType(UndrawableIconException.class, () -> painter.paint(icon(body))).reason();
    }

    private static Icon icon(String body) {
        return new Icon("test", body, 0, 0, 10, 10);
    }
}
