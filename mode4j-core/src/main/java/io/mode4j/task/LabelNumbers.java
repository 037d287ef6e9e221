package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Npy;
import io.mode4j.shard.source.ShardPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What the member {@code key.npy} of a picture holds. Stateless. */
final class LabelNumbers {

    private static final double[] NONE = {};

    private LabelNumbers() {}

    /**
     * Its numbers; none where there is no such member.
     *
     * @throws BadInputException if it cannot be read
     */
    static double[] of(ShardPicture picture) throws BadInputException {
        byte[] npy = picture.members().get(ShardPicture.NPY);
        if (npy == null) {
            return NONE;
        }
        try {
            return Npy.numbers(Path.of(picture.key() + "." + ShardPicture.NPY), npy);
        } catch (IOException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The first of them, where it is a whole number of 32 bits. */
    static OptionalLong first(ShardPicture picture) throws BadInputException {
        double[] numbers = of(picture);
        boolean whole = numbers.length > 0 && numbers[0] == Math.rint(numbers[0]) && Math.abs(numbers[0]) < Integer.MAX_VALUE;
        return whole ? OptionalLong.of((long) numbers[0]) : OptionalLong.empty();
    }
}
