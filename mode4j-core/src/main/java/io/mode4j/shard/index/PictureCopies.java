package io.mode4j.shard.index;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.artifact.Store;
import io.mode4j.shard.bytes.ShardBytes;
import io.mode4j.shard.source.Shard;
import io.mode4j.shard.source.ShardSet;
import io.mode4j.work.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Finds out which of some pictures are in the shards a second time, byte for byte. Of the other pictures only those of the same length as one of these are looked
 * at, first their last bytes, and all of them where these are the same too. Memory holds the pictures that are asked for as hashes, and the places of a few shards.
 */
final class PictureCopies {
    /** The end of a PNG or JPEG without the part that all of them have in common. */
    private static final int TAIL = 64;

    /** All of a picture. */
    private record Content(int length, String hash) {}

    /** The end of a picture. */
    private record Tail(int length, ByteBuffer bytes) {}

    /** Reads the places of all pictures of a shard. */
    interface Places {
        List<PicturePlace> of(int shard) throws IOException;
    }

    private final List<Shard> shards;
    private final Store index;
    private final Places places;
    private final int workers;

    /** @param index the folder of the shards' index */
    PictureCopies(ShardSet shards, Store index, Places places, int workers) {
        this.shards = shards.shards();
        this.index = index;
        this.places = places;
        this.workers = workers;
    }

    /**
     * {@return those of the pictures whose bytes are at no other place}
     *
     * @throws io.mode4j.artifact.DamagedException when a shard is shorter than it was
     */
    Set<PicturePlace> single(List<PicturePlace> pictures) throws IOException {
        Map<Integer, List<PicturePlace>> byShard = pictures.stream().collect(Collectors.groupingBy(PicturePlace::shard));
        List<Integer> theirShards = List.copyOf(byShard.keySet());
        Map<Content, PicturePlace> first = new ConcurrentHashMap<>();
        Set<Content> repeated = ConcurrentHashMap.newKeySet();
        Set<Tail> tails = ConcurrentHashMap.newKeySet();
        each(theirShards.size(), i -> theirShards.get(i), shard -> byShard.getOrDefault(shard, List.of()), (bytes, place) -> {
            tails.add(tail(bytes, place));
            note(content(bytes, place), place, first, repeated);
        });
        Set<Integer> lengths = pictures.stream().map(PicturePlace::length).collect(Collectors.toSet());
        each(shards.size(), shard -> shard, places, (bytes, place) -> {
            if (lengths.contains(place.length()) && tails.contains(tail(bytes, place))) {
                Content content = content(bytes, place);
                if (first.containsKey(content)) {
                    note(content, place, first, repeated);
                }
            }
        });
        Set<PicturePlace> single = new HashSet<>();
        first.forEach((content, place) -> {
            if (!repeated.contains(content)) {
                single.add(place);
            }
        });
        return single;
    }

    private static void note(Content content, PicturePlace place, Map<Content, PicturePlace> first, Set<Content> repeated) {
        PicturePlace known = first.putIfAbsent(content, place);
        if (known != null && !known.equals(place)) {
            repeated.add(content);
        }
    }

    /** What is done with a picture. */
    private interface Look {
        void at(ShardBytes bytes, PicturePlace place) throws IOException;
    }

    private interface Numbering {
        int shard(int i);
    }

    private void each(int count, Numbering numbering, Places of, Look look) throws IOException {
        new Workers(workers).each(count, i -> {
            int shard = numbering.shard(i);
            try (ShardBytes bytes = shards.get(shard).format().reader().bytes(shards.get(shard), index)) {
                for (PicturePlace place : of.of(shard)) {
                    look.at(bytes, place);
                }
            }
        });
    }

    private static Tail tail(ShardBytes bytes, PicturePlace place) throws IOException {
        byte[] tail = new byte[Math.min(TAIL, place.length())];
        bytes.read(place.offset() + place.length() - tail.length, tail, tail.length);
        return new Tail(place.length(), ByteBuffer.wrap(tail));
    }

    private static Content content(ShardBytes bytes, PicturePlace place) throws IOException {
        byte[] all = new byte[place.length()];
        bytes.read(place.offset(), all, all.length);
        return new Content(all.length, Fingerprints.ofBytes(all));
    }
}
