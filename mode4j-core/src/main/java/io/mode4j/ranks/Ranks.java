package io.mode4j.ranks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The processes that train one model together. Every rank calls {@link #gather} and what is built on it equally often and in the same order; each call waits for all ranks.
 * Used by one thread.
 */
public interface Ranks extends AutoCloseable {
    /** {@return a process that trains by itself} */
    static Ranks alone() {
        return Alone.INSTANCE;
    }

    /** {@return this process's number, from 0; the first one writes the files} */
    int rank();

    /** {@return how many there are} */
    int count();

    /**
     * {@return the bytes of every rank, one after the other in the order of the ranks}
     *
     * @param own
     *            of the same length on every rank
     * @throws RankLostException
     *             if a rank is gone, or has failed
     */
    byte[] gather(byte[] own) throws IOException;

    /** {@return for how many nanoseconds this rank has waited for the others so far} */
    long waited();

    /**
     * Tells the others, who stop then, that this rank cannot go on.
     *
     * @param why
     *            for people
     */
    void failed(String why);

    /** Leaves, once all ranks have come to this point; at once, where one is lost or has failed. */
    @Override
    void close();

    /** Whether this is the rank that writes files and shows progress. */
    default boolean isFirst() {
        return rank() == 0;
    }

    /** Whether there are others. */
    default boolean areSeveral() {
        return count() > 1;
    }

    /** {@return what the first rank says}; what others give is not looked at, but is as long. */
    default byte[] fromFirst(byte[] own) throws IOException {
        return Arrays.copyOf(gather(own), own.length);
    }

    /** {@return the text of every rank} */
    default List<String> texts(String own) throws IOException {
        byte[] bytes = own.getBytes(StandardCharsets.UTF_8);
        ByteBuffer gathered = ByteBuffer.wrap(gather(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array()));
        int[] lengths = IntStream.range(0, count()).map(_ -> gathered.getInt()).toArray();
        int longest = IntStream.of(lengths).max().orElse(0);
        byte[] all = gather(Arrays.copyOf(bytes, longest));
        return IntStream.range(0, count()).mapToObj(r -> new String(all, r * longest, lengths[r], StandardCharsets.UTF_8)).toList();
    }
}
