package io.mode4j.torch.ranks;

import io.mode4j.artifact.BadInputException;
import io.mode4j.ranks.RankPlace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The roll call before ranks connect to each other: all are there, and all are the same command. Stateless. */
final class Roll {
    private static final String HERE = "here/";
    private static final String SAME = "same/";
    private static final long LOOK = 20; // ms

    private Roll() {}

    /**
     * Waits for all ranks.
     *
     * @param saysOfItself
     *            what must be the same on all ranks, by name
     * @throws BadInputException
     *             if this rank is not like the first one, or not all come in time
     * @throws IOException
     *             if a rank is lost or refused meanwhile
     */
    static void call(RankPlace place, Meeting meeting, RankWatch watch, SortedMap<String, String> saysOfItself, Duration patience)
            throws IOException {
        String own = lines(saysOfItself);
        meeting.put(HERE + place.rank(), own);
        for (int rank = 0; rank < place.count(); rank++) {
            await(HERE, rank, place, meeting, watch, patience);
            if (place.rank() != 0 && rank == 0) {
                requireSame(place, own.lines().toList(), meeting.get(HERE + rank).lines().toList());
            }
        }
        meeting.put(SAME + place.rank(), "");
        for (int rank = 0; rank < place.count(); rank++) { // who connects to a rank that refuses waits in native code for it
            await(SAME, rank, place, meeting, watch, patience);
        }
    }

    private static void await(String what, int rank, RankPlace place, Meeting meeting, RankWatch watch, Duration patience)
            throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (!meeting.has(what + rank)) {
            watch.check();
            if (System.nanoTime() > until) {
                throw absent(what, place, meeting, patience);
            }
            pause();
        }
    }

    private static BadInputException absent(String what, RankPlace place, Meeting meeting, Duration patience) {
        List<Integer> absent = IntStream.range(0, place.count()).filter(rank -> !meeting.has(what + rank)).boxed().toList();
        return new BadInputException(
                "of %d ranks, these have not come to port %d of %s within %d minutes: %s; are all of them started?".formatted(place.count(),
                        place.port(), place.host(), patience.toMinutes(), absent));
    }

    private static void requireSame(RankPlace place, List<String> own, List<String> first) throws BadInputException {
        if (!first.equals(own)) {
            throw new BadInputException(
                    "rank %d differs from rank 0: it has %s, and rank 0 has %s; all ranks are the same command of the same version"
                            .formatted(place.rank(), without(own, first), without(first, own)));
        }
    }

    private static String lines(SortedMap<String, String> map) {
        return map.entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().replaceAll("\\R", " "))
                .collect(Collectors.joining("\n"));
    }

    private static String without(List<String> some, List<String> others) {
        List<String> left = some.stream().filter(line -> !others.contains(line)).toList();
        return left.isEmpty() ? "nothing" : String.join(", ", left);
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted while ranks meet").initCause(e);
        }
    }
}
