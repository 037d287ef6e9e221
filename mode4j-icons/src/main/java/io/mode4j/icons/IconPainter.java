package io.mode4j.icons;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/**
 * Draws icons with JSVG: antialiased, over white, centred in a square, the first frame of animated ones. The same icon gives the same pixels on every
 * machine: drawings that need fonts or other pictures are refused. Thread-safe.
 */
final class IconPainter {
    // The library's own limits are for untrusted input: some flags have 5,000 elements.
    private static final DocumentLimits LIMITS = new DocumentLimits(DocumentLimits.DEFAULT_MAX_NESTING_DEPTH,
            DocumentLimits.DEFAULT_MAX_USE_NESTING_DEPTH,
            100_000);
    private static final LoaderContext CONTEXT = LoaderContext.builder()
            .externalResourcePolicy(ResourcePolicy.DENY_ALL)
            .documentLimits(LIMITS)
            .build();
    private static final int WHITE = 0xffffff;

    private final int size;

    /** @param size width and height of the pictures in pixels */
    IconPainter(int size) {
        this.size = size;
    }

    /**
     * Draws one icon.
     *
     * @return {@code [size, size]} pixels, {@code 0xRRGGBB}, row-major
     * @throws UndrawableIconException if the icon must be left out
     */
    int[] paint(Icon icon) throws UndrawableIconException {
        refuse(icon, "<text", Skip.TEXT);
        refuse(icon, "<image", Skip.EMBEDDED_IMAGE);
        int[] pixels = render(icon);
        for (int pixel : pixels) {
            if (pixel != WHITE) {
                return pixels;
            }
        }
        throw new UndrawableIconException(Skip.BLANK, icon.name() + " is blank");
    }

    private static void refuse(Icon icon, String element, Skip reason) throws UndrawableIconException {
        if (icon.body().contains(element)) {
            throw new UndrawableIconException(reason, icon.name() + " contains " + element);
        }
    }

    // JSVG reports what it cannot draw by many kinds of runtime exception; each of them means only that this drawing is left out.
    private int[] render(Icon icon) throws UndrawableIconException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            SVGDocument document = new SVGLoader().load(new ByteArrayInputStream(icon.svg(size).getBytes(StandardCharsets.UTF_8)), null,
                    CONTEXT);
            if (document == null) {
                throw new UndrawableIconException(Skip.FAILED, icon.name() + " is not a readable SVG document");
            }
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, size, size);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            document.renderWithPlatform(NullPlatformSupport.INSTANCE, graphics, new ViewBox(0, 0, size, size));
        } catch (RuntimeException e) {
            throw new UndrawableIconException(Skip.FAILED, icon.name() + ": " + e);
        } finally {
            graphics.dispose();
        }
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] &= WHITE;
        }
        return pixels;
    }
}
