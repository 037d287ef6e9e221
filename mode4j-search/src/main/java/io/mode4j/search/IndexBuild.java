package io.mode4j.search;

import io.mode4j.clip.VectorSpace;
import io.mode4j.progress.Progress;
import io.mode4j.shard.KeyEnd;
import io.mode4j.shard.TxtLines;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardFormat;
import io.mode4j.shard.source.ShardPicture;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.StopRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Brings the pictures of shards into an index. Captions are kept where there are any, and none are needed. It commits as it goes: whatever stops it, the same call goes on. Shards that are in the index are left out,
 * and read again when their content has changed.
 */
public final class IndexBuild {
    private static final long MANY = 10_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final PictureIndexWriter writer;
    private final VectorSpace space;
    private final Progress progress;
    private final Counts counts = new Counts();
    private long atCommit;
    private long lastCommit = System.nanoTime();

    /** What was done so far. */
    static final class Counts {
        long added;
        long kept;
        long deleted;
        final List<String> skipped = new ArrayList<>();
        final Map<String, Long> unpaired = new TreeMap<>();
    }

    /**
     * What became of the pictures.
     *
     * @param added    new ones, and those whose bytes have changed
     * @param kept     in shards that were read again
     * @param deleted  gone from their shards
     * @param skipped  those that cannot be decoded, and why
     * @param unpaired how many files look like pictures and are read by nobody, by cause
     */
    public record Done(long added, long kept, long deleted, List<String> skipped, Map<String, Long> unpaired) {}

    /**
     * @param writer has been opened for this space
     * @param space  makes the vectors
     */
    public IndexBuild(PictureIndexWriter writer, VectorSpace space, Progress progress) {
        this.writer = writer;
        this.space = space;
        this.progress = progress;
    }

    /**
     * Reads the shards, and commits.
     *
     * @throws io.mode4j.artifact.DamagedException if one is corrupt or cut short; those before it are in the index
     * @throws InterruptedIOException              if the process was asked to end; what was read is in the index
     */
    public Done run(ShardSet shards) throws IOException {
        SequencedMap<Shard, KnownShard> toRead = toRead(shards);
        long total = 0;
        for (Shard shard : toRead.keySet()) {
            total += count(shard);
        }
        try (Progress.Bar bar = progress.start("search", total, "pictures")) {
            try (StopRequest stop = StopRequest.listen()) {
                for (Map.Entry<Shard, KnownShard> each : toRead.entrySet()) {
                    read(each.getKey(), each.getValue(), bar, stop);
                }
                forgetGone(shards);
                writer.commit(); // as long as the end of the process waits for it
            }
            bar.note("merging the index");
            writer.finish();
        }
        return new Done(counts.added, counts.kept, counts.deleted, List.copyOf(counts.skipped), Map.copyOf(counts.unpaired));
    }

    private static long count(Shard shard) throws IOException {
        long[] pictures = {0};
        ShardPicture.read(shard, keyEnd(shard), TxtLines.WHOLE, false, _ -> pictures[0]++);
        return pictures[0];
    }

    /** Names of photos have dots wherever they like. */
    private static KeyEnd keyEnd(Shard shard) {
        return shard.format() == ShardFormat.FILES ? KeyEnd.LAST_DOT : KeyEnd.FIRST_DOT;
    }

    /** What is not in the index as it is now, with what the index shall know of it. */
    private SequencedMap<Shard, KnownShard> toRead(ShardSet shards) throws IOException {
        SequencedMap<Shard, KnownShard> toRead = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (Shard shard : shards.shards()) {
            int number = numbers.merge(shard.place(), 1, Integer::sum) - 1;
            String fingerprint = shard.fingerprint();
            Optional<KnownShard> known = known(shard, number, fingerprint);
            KnownShard now = new KnownShard(known.map(KnownShard::name).orElseGet(() -> freeName(shard.name())),
                    TwoWays.of(shard.place(), writer.folder()), number, fingerprint, false);
            boolean done = known.isPresent() && known.get().whole() && known.get().fingerprint().equals(fingerprint)
                    && known.get().place().path().equals(now.place().path());
            if (!done) {
                writer.know(now);
                toRead.put(shard, now);
            }
        }
        return toRead;
    }

    /** The same place, or the same content under the same name where it was before is nothing any more. */
    private Optional<KnownShard> known(Shard shard, int number, String fingerprint) {
        String place = TwoWays.of(shard.place(), writer.folder()).path();
        return writer.shards()
                .stream()
                .filter(known -> known.number() == number && known.place().path().equals(place))
                .findFirst()
                .or(() -> writer.shards()
                        .stream()
                        .filter(known -> known.fingerprint().equals(fingerprint) && known.number() == number && known.place().isGone())
                        .findFirst());
    }

    private String freeName(String name) {
        List<String> taken = writer.shards().stream().map(KnownShard::name).toList();
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private void read(Shard shard, KnownShard known, Progress.Bar bar, StopRequest stop) throws IOException {
        try (ShardIndexing indexing = new ShardIndexing(writer, space, known, counts)) {
            Map<String, Long> unpaired = ShardPicture.read(shard, keyEnd(shard), TxtLines.WHOLE, true, picture -> {
                indexing.take(picture);
                bar.advance(1);
                endIfAsked(stop);
                commitNowAndThen(bar);
            });
            unpaired.forEach((cause, n) -> counts.unpaired.merge(cause, n, Long::sum));
            indexing.finish();
        }
    }

    private void endIfAsked(StopRequest stop) throws IOException {
        if (stop.isMade()) {
            writer.commit();
            String stopped = "adding to %s was stopped; %,d pictures were added, and the same command goes on from there"
                    .formatted(writer.folder(), counts.added);
            stop.lastWords(stopped);
            throw new InterruptedIOException(stopped);
        }
    }

    private void commitNowAndThen(Progress.Bar bar) throws IOException {
        if (counts.added - atCommit >= MANY || System.nanoTime() - lastCommit >= LONG.toNanos()) {
            writer.commit();
            atCommit = counts.added;
            lastCommit = System.nanoTime();
            bar.note("%,d added, %,d kept, %,d skipped".formatted(counts.added, counts.kept, counts.skipped.size()));
        }
    }

    /** Of a place that holds fewer shards than it did. */
    private void forgetGone(ShardSet shards) throws IOException {
        Map<String, Integer> numbers = new HashMap<>();
        shards.shards().forEach(shard -> numbers.merge(TwoWays.of(shard.place(), writer.folder()).path(), 1, Integer::sum));
        for (KnownShard known : writer.shards()) {
            Integer present = numbers.get(known.place().path());
            if (present != null && known.number() >= present) {
                writer.forget(known);
            }
        }
    }
}
