package io.mode4j.progress;

/**
 * Where long work says how far it is. Stages know only this interface; a terminal shows bars, a log shows lines, tests show nothing.
 *
 * <p>
 * Implementations and their bars are safe for use by several threads.
 */
public interface Progress {

    /**
     * Begins a piece of work.
     *
     * @param name what is being done, in a word or two
     * @param total how many units there are, or -1 when that is unknown
     * @param unit what is counted, in the plural: "shards", "captions", "steps"
     * @return the bar, which the caller closes when the work ends, well or badly
     */
    default Bar start(String name, long total, String unit) {
        return start(name, total, unit, 0);
    }

    /**
     * Goes on with a piece of work, as above.
     *
     * @param done how many units an earlier process did, of which nothing follows for the speed of this one
     */
    Bar start(String name, long total, String unit, long done);

    /** {@return a progress that shows nothing} */
    static Progress silent() {
        return (_, _, _, _) -> SilentBar.INSTANCE;
    }

    /** One running piece of work. */
    interface Bar extends AutoCloseable {

        /** Says that {@code n} further units are done. */
        void advance(long n);

        /** Says something worth reading beside the bar, such as the present loss; it replaces the note before. */
        void note(String text);

        @Override
        void close();
    }
}
