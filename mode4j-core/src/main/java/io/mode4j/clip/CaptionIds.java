package io.mode4j.clip;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers captions by what a model reads of them. Stateless. */
public final class CaptionIds {

    private CaptionIds() {}

    /** A number for each of n texts {@code [n]}, counted from 0 in their order; equal numbers mean equal tokens. */
    public static int[] of(List<int[]> texts) {
        Map<List<Integer>, Integer> ids = new HashMap<>();
        return texts.stream().mapToInt(text -> ids.computeIfAbsent(Arrays.stream(text).boxed().toList(), _ -> ids.size())).toArray();
    }
}
