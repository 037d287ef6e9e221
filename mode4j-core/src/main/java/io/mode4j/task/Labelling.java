package io.mode4j.task;

import io.mode4j.shard.source.ShardPicture;

/**
 * Where the labels of pictures are.
 *
 * @param source   JSON field that holds a picture's label, or {@code cls} for the WebDataset member {@code key.cls}; unused for folders
 * @param complete whether every label must be one of the classes', because these are all that the data set has; else pictures with others are left out
 * @param groups   whether the first number of the member {@code key.npy} is the group that a picture is of, for metrics of the worst group
 */
public record Labelling(String source, boolean complete, boolean groups) {

    /** Labels of which some may be of no interest. */
    public static Labelling of(String source) {
        return new Labelling(source, false, false);
    }

    /** Numbers of classes in {@code key.cls}, all of them below the number of classes. */
    public static Labelling numbers() {
        return new Labelling(ShardPicture.CLS, true, false);
    }

    /** The same with groups. */
    public Labelling withGroups() {
        return new Labelling(source, complete, true);
    }
}
