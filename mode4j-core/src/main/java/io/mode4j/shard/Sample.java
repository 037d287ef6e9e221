package io.mode4j.shard;

import java.util.List;

/**
 * An image-caption pair of a shard.
 *
 * @param key the member's path up to the first dot of its last part, as WebDataset has it; unique within a shard
 * @param captions the texts that describe the image; at least one, none blank
 * @param imageOffset where the encoded image begins in the shard, in bytes
 * @param imageLength how long it is, in bytes
 * @param mediaType what it says it is: image/jpeg, image/png or image/webp
 */
public record Sample(String key, List<String> captions, long imageOffset, int imageLength, String mediaType) {
    /** Checks that there is a caption and an image. */
    public Sample {
        captions = List.copyOf(captions);
        boolean described = !captions.isEmpty();
        for (String caption : captions) { // not a stream: there are millions of samples
            described &= !caption.isBlank();
        }
        if (!described) {
            throw new IllegalArgumentException("Sample '%s' needs at least one caption, none of them blank: %s".formatted(key, captions));
        }
        if (imageOffset < 0 || imageLength <= 0) {
            throw new IllegalArgumentException("Sample '%s' has no image: offset %d, length %d".formatted(key, imageOffset, imageLength));
        }
    }
}
