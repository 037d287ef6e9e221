package io.mode4j.torch.ranks;

import io.mode4j.ranks.RankLostException;
import io.mode4j.ranks.RankPlace;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sees which rank is gone. Every rank counts up in the meeting place while it lives; the first one looks whether the others do, and says so in its own line, at which the others look.
 * What is judged is the number of looks without news, so that neither a clock that jumps nor a sleep of one's own accuses anybody. Thread-safe.
 */
final class RankWatch implements AutoCloseable {
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final int SUSPECT = 6; // looks without news after which a rank is blamed for a connection that broke
    private static final int FAREWELL = 4; // beats for which the first rank stays, for the others to read what it has said last
    private static final String LIVES = "lives";
    private static final String BROKEN = "broken";
    private static final String FAILED = "failed";
    private static final String LOST = "lost";
    private static final String LEFT = "left";

    private final RankPlace place;
    private final Meeting meeting;
    private final int patience;
    private final String[] last;
    private final int[] silent;
    private final Thread thread;
    private volatile @Nullable RankLostException lost;
    private volatile String state = LIVES;
    private volatile boolean broken;
    private volatile boolean closed;

    /**
     * Begins to watch.
     *
     * @param meeting
     *            a connection of the watch's own, which it closes
     * @param timeout
     *            without a sign of life after which a rank is lost
     */
    RankWatch(RankPlace place, Meeting meeting, Duration timeout) {
        this.place = place;
        this.meeting = meeting;
        this.patience = (int) Math.max(2, timeout.dividedBy(BEAT));
        this.last = new String[place.count()];
        Arrays.fill(last, "");
        this.silent = new int[place.count()];
        this.thread = Thread.ofPlatform().daemon().name("rank-watch").start(this::watch);
    }

    private static String key(int rank) {
        return "rank/" + rank;
    }

    private void watch() {
        for (long beat = 0; !closed; beat++) {
            try {
                say(state.equals(LIVES) || state.equals(BROKEN) ? state + " " + beat : state);
                for (int rank = place.isFirst() ? 1 : 0; rank < (place.isFirst() ? place.count() : 1) && lost == null; rank++) {
                    look(rank);
                }
                Thread.sleep(BEAT);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                lose("rank 0 of %d, which keeps the place where ranks meet, cannot be reached any more (%s)".formatted(place.count(),
                        Meeting.firstLine(e)));
                return;
            }
        }
    }

    private synchronized void say(String text) {
        meeting.put(key(place.rank()), text);
    }

    private void look(int rank) {
        String now = meeting.has(key(rank)) ? meeting.get(key(rank)) : "";
        broken |= now.startsWith(BROKEN);
        if (now.startsWith(LOST)) {
            lose(now.substring(LOST.length() + 1));
        } else if (now.startsWith(FAILED)) {
            lose("rank %d of %d has failed: %s".formatted(rank, place.count(), now.substring(FAILED.length() + 1)));
        } else if (now.isEmpty() || now.equals(LEFT) || !now.equals(last[rank])) {
            silent[rank] = 0;
        } else if (++silent[rank] >= (broken ? Math.min(SUSPECT, patience) : patience)) {
            lose("rank %d of %d has given no sign of life for %.0f s; its process was killed or hangs, or its connection is lost".formatted(
                    rank,
                    place.count(), silent[rank] * BEAT.toMillis() / 1e3));
        }
        last[rank] = now;
    }

    private void lose(String message) {
        if (lost == null && !closed && !state.equals(LEFT)) {
            lost = new RankLostException(message);
            if (place.isFirst() && !state.startsWith(FAILED)) {
                state = LOST + " " + message;
            }
        }
    }

    /** Throws when a rank is lost. */
    void check() throws RankLostException {
        RankLostException found = lost;
        if (found != null) {
            throw found;
        }
    }

    /** {@return what is to be thrown for a connection that broke: waits until it is seen whose it was} */
    RankLostException explain(RuntimeException e) {
        broken = true;
        if (state.equals(LIVES)) {
            state = BROKEN;
        }
        for (int i = 0; i < patience + FAREWELL && lost == null && !Thread.currentThread().isInterrupted(); i++) {
            beat();
        }
        RankLostException found = lost;
        RankLostException explained = found == null
                ? new RankLostException(
                        "rank %d of %d lost the connection to another: %s".formatted(place.rank(), place.count(), Meeting.firstLine(e)))
                : found;
        explained.addSuppressed(e);
        return explained;
    }

    /** Tells the others that this rank failed. */
    void failed(String why) {
        tell(FAILED + " " + why);
    }

    /** Tells the others that this rank is done. */
    void left() {
        tell(LEFT);
    }

    private void tell(String text) {
        if (!state.startsWith(LOST)) {
            state = text;
        }
        try {
            say(state);
        } catch (RuntimeException _) {
            // who kept the place is gone, and the others see that by themselves
        }
    }

    /** Ends the watch; the first rank first lets the others see how it ends. */
    @Override
    public void close() {
        for (int i = 0; i < FAREWELL && place.isFirst() && !state.equals(LEFT); i++) {
            beat();
        }
        closed = true;
        thread.interrupt();
        try {
            thread.join();
            meeting.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the connection ends with the process
        }
    }

    private static void beat() {
        try {
            Thread.sleep(BEAT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
