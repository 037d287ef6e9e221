package io.mode4j.cluster.balanced;

/** The n-th smallest of a few numbers, without sorting them (quickselect). */
final class Selection {
    private Selection() {}

    /** {@return the {@code rank}-th smallest value, counted from 1} Reorders {@code values}. */
    static float smallest(float[] values, int rank) {
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            float pivot = values[(low + high) >>> 1];
            int left = low;
            int right = high;
            while (left <= right) {
                while (values[left] < pivot) {
                    left++;
                }
                while (values[right] > pivot) {
                    right--;
                }
                if (left <= right) {
                    float swap = values[left];
                    values[left++] = values[right];
                    values[right--] = swap;
                }
            }
            if (rank - 1 <= right) {
                high = right;
            } else if (rank - 1 >= left) {
                low = left;
            } else {
                break;
            }
        }
        return values[rank - 1];
    }
}
