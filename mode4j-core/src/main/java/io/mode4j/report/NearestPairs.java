package io.mode4j.report;

import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.report.ExpertContents.Example;
import io.mode4j.shard.Sample;
import io.mode4j.shard.index.ShardImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** The pairs nearest to each of some centres, {@value #KEPT} a centre at most. Not thread-safe. */
final class NearestPairs {

    private static final int KEPT = 48;
    private static final int THUMBNAIL = 64;

    private final Map<Integer, PriorityQueue<Candidate>> queues = new HashMap<>();

    /** A pair near a centre, with the caption that was clustered. */
    record Candidate(int shard, Sample sample, String caption, double distance) {}

    /** Keeps a pair if it is near enough. */
    void offer(int center, Candidate candidate) {
        PriorityQueue<Candidate> queue = queue(center);
        if (isNear(queue, candidate)) {
            put(queue, candidate);
        }
    }

    /** Keeps a pair if it is near enough and the nearest of those with its caption. */
    void offerCaption(int center, Candidate candidate) {
        PriorityQueue<Candidate> queue = queue(center);
        if (isNear(queue, candidate)) {
            Optional<Candidate> same = queue.stream().filter(other -> other.caption().equals(candidate.caption())).findFirst();
            if (same.isEmpty() || same.get().distance > candidate.distance) {
                same.ifPresent(queue::remove);
                put(queue, candidate);
            }
        }
    }

    /** The nearest pairs of a centre whose pictures can be decoded, different captions first: those nearest to a centre often share one. */
    List<Example> examples(int center, int most, ShardImages images) throws IOException {
        List<Candidate> candidates = queue(center).stream().sorted(Comparator.comparingDouble(Candidate::distance)).toList();
        List<String> captions = candidates.stream().map(Candidate::caption).toList();
        List<Integer> order = IntStream.range(0, candidates.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> captions.indexOf(captions.get(i)) != i))
                .toList();
        List<Example> examples = new ArrayList<>();
        for (int i : order) {
            if (examples.size() < most) {
                thumbnail(candidates.get(i), images).ifPresent(picture -> examples.add(new Example(captions.get(i), picture)));
            }
        }
        return examples;
    }

    private PriorityQueue<Candidate> queue(int center) {
        return queues.computeIfAbsent(center, _ -> new PriorityQueue<>(Comparator.comparingDouble(Candidate::distance).reversed()));
    }

    private static boolean isNear(PriorityQueue<Candidate> queue, Candidate candidate) {
        Candidate farthest = queue.peek();
        return queue.size() < KEPT || farthest == null || candidate.distance < farthest.distance;
    }

    private static void put(PriorityQueue<Candidate> queue, Candidate candidate) {
        queue.add(candidate);
        if (queue.size() > KEPT) {
            queue.remove();
        }
    }

    private static Optional<String> thumbnail(Candidate candidate, ShardImages images) throws IOException {
        Sample sample = candidate.sample;
        try {
            byte[] encoded = images.read(candidate.shard, sample.imageOffset(), sample.imageLength());
            return Optional.of(Thumbnails.dataUri(new Images(PictureDecoder.plainJava()).decode(encoded, THUMBNAIL), THUMBNAIL));
        } catch (UndecodableImageException e) {
            return Optional.empty(); // the training counted it already
        }
    }
}
