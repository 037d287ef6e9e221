package io.mode4j.icons;

import java.util.Map;

/**
 * What {@link IconsData} wrote; also the summary in the folder's manifest. Immutable by convention.
 *
 * @param webjar version of the icon sets' jar
 * @param trainingPictures how many pictures there are to train on
 * @param heldOutPictures how many are held out
 * @param training training pictures by set
 * @param heldOut held-out pictures by set
 * @param skipped icons left out, by cause
 * @param heldOutLookalikes held-out pictures, by set, of which near copies (same shades and colours in a grid of 8 × 9 cells) were left out of training
 * @param heldOutNamesInTraining held-out pictures, by set, whose name some training picture has
 */
public record IconsSummary(String webjar, int trainingPictures, int heldOutPictures, Map<String, Integer> training,
        Map<String, Integer> heldOut,
        Map<String, Integer> skipped, Map<String, Integer> heldOutLookalikes, Map<String, Integer> heldOutNamesInTraining) {}
