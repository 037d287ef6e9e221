package io.mode4j.icons;

import java.util.List;

/**
 * Which icons become data, and how. Immutable.
 *
 * @param sets prefixes of the sets to train on, e.g. {@code noto}; those also in {@code heldOut} are held out only
 * @param heldOut prefixes of the sets that are kept whole for evaluation
 * @param size width and height of the pictures in pixels, 8 to 1024
 * @param format how pictures are stored
 * @param seed decides which icons a limit keeps and which names become classes
 * @param shardSize most samples a shard
 * @param limitPerSet most icons a set
 */
public record IconsOptions(List<String> sets, List<String> heldOut, int size, PictureFormat format, long seed, int shardSize,
        int limitPerSet) {
    private static final int MIN_SIZE = 8;
    private static final int MAX_SIZE = 1024;
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    /** @throws IllegalArgumentException if a value is out of range or there is nothing to train on */
    public IconsOptions {
        sets = List.copyOf(sets);
        heldOut = List.copyOf(heldOut);
        if (heldOut.containsAll(sets)) {
            throw new IllegalArgumentException(
                    "There are no icon sets to train on: sets " + sets + ", of which held out " + heldOut + ". Name more sets.");
        }
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new IllegalArgumentException("Picture size must be " + MIN_SIZE + " to " + MAX_SIZE + " pixels, found " + size + ".");
        }
        if (shardSize < 1 || limitPerSet < 1) {
            throw new IllegalArgumentException(
                    "Shard size and limit per set must be at least 1, found " + shardSize + " and " + limitPerSet + ".");
        }
    }

    /**
     * The default: all colour sets. The held-out ones are of every style, so that their names spread over the clusters of the training captions, and have no sibling (an older,
     * flatter or otherwise reworked edition by the same authors) among the others; {@code docs/data-icons.md} says why these.
     */
    public static IconsOptions standard(long seed) {
        return new IconsOptions(
                List.of("noto", "noto-v1", "openmoji", "emojione", "emojione-v1", "fluent-emoji", "fluent-emoji-flat", "fxemoji",
                        "icon-park", "streamline-color",
                        "streamline-flex-color", "streamline-plump-color", "streamline-sharp-color", "streamline-freehand-color",
                        "streamline-ultimate-color",
                        "streamline-cyber-color", "streamline-kameleon-color", "streamline-stickies-color", "fluent-color", "marketeq",
                        "flat-ui", "meteocons",
                        "logos", "devicon", "devicon-original", "unjs", "vscode-icons", "material-icon-theme", "catppuccin",
                        "token-branded", "cryptocurrency-color",
                        "flag", "flagpack", "cif"),
                List.of("twemoji", "streamline-emojis", "circle-flags", "skill-icons", "flat-color-icons", "cryptocurrency-color",
                        "material-icon-theme", "marketeq"),
                64, PictureFormat.PNG, seed, 1000, NO_LIMIT);
    }

    /** A small one for trials: a few thousand pictures, drawn in seconds. */
    public static IconsOptions smoke(long seed) {
        return new IconsOptions(List.of("noto", "openmoji", "emojione", "fluent-emoji-flat", "noto-v1", "flagpack"),
                List.of("twemoji", "circle-flags"), 64,
                PictureFormat.PNG, seed, 500, 600);
    }

    /** The sets to train on, without the held-out ones. */
    public List<String> trainingSets() {
        return sets.stream().filter(set -> !heldOut.contains(set)).distinct().toList();
    }
}
