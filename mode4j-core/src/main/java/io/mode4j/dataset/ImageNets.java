package io.mode4j.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** ImageNet, and the data sets that ask for its classes elsewhere: other photographs, drawings, renditions, odd views. In the order of tables. */
public enum ImageNets {
    /** What models are tuned for. */
    IMAGENET("ImageNet", "imagenet(1k)?"),
    /** Collected anew. */
    V2("ImageNet-V2", "imagenetv2"),
    /** Sketches. */
    SKETCH("ImageNet-Sketch", "imagenetsketch"),
    /** Photographs that a network took for something else. */
    A("ImageNet-A", "imageneta"),
    /** Renditions: art, toys, tattoos. */
    R("ImageNet-R", "imagenetr"),
    /** Photographs of what is no class of ImageNet. */
    O("ImageNet-O", "imageneto"),
    /** Things in odd places and from odd sides. */
    OBJECTNET("ObjectNet", "objectnet");

    private final String heading;
    private final String names;

    /** @param names what it is called, in small letters and digits alone: a regular expression */
    ImageNets(String heading, String names) {
        this.heading = heading;
        this.names = names;
    }

    /** The one that a data set is, as CLIP_benchmark, DataComp and {@code clipeval} name it; how it is written does not matter, {@code imagenet_sketch} or {@code ImageNet-Sketch}. */
    public static Optional<ImageNets> of(String dataSet) {
        String plain = dataSet.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return Arrays.stream(values()).filter(one -> plain.matches(one.names)).findFirst();
    }

    /** Its name on a page. */
    public String heading() {
        return heading;
    }
}
