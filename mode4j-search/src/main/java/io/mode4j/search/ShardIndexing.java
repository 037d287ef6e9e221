package io.mode4j.search;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.clip.VectorSpace;
import io.mode4j.image.PictureHeader;
import io.mode4j.image.UndecodableImageException;
import io.mode4j.shard.source.ShardPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes the pictures of one shard into an index. Those that it has already, by their bytes, are not embedded again; those that are gone from the shard are deleted. Not safe for use by several threads.
 */
final class ShardIndexing implements AutoCloseable {
    private static final int BATCH = 64;
    private static final byte[] NOTHING = {};

    private final PictureIndexWriter writer;
    private final VectorSpace space;
    private final KnownShard shard;
    private final IndexBuild.Counts counts;
    private final KnownPictures known;
    private final List<NewPicture> pending = new ArrayList<>();
    private final List<byte[]> bytes = new ArrayList<>();

    ShardIndexing(PictureIndexWriter writer, VectorSpace space, KnownShard shard, IndexBuild.Counts counts) throws IOException {
        this.writer = writer;
        this.space = space;
        this.shard = shard;
        this.counts = counts;
        this.known = new KnownPictures(writer, shard.name());
    }

    /** Takes a picture. */
    void take(ShardPicture picture) throws IOException {
        String hash = HexFormat.of().formatHex(Fingerprints.sha256().digest(picture.image()));
        Optional<KnownPictures.Known> before = known.take(picture.key());
        try {
            PictureHeader header = PictureHeader.of(picture.image());
            NewPicture read = new NewPicture(picture.key(), picture.captions(), header.width(), header.height(),
                    Metadata.of(picture.members().getOrDefault("json", NOTHING)), shard.name(), Objects.requireNonNull(picture.origin()),
                    hash);
            if (before.isPresent() && before.get().picture().hash().equals(hash)) {
                keep(before.get(), read);
                return;
            }
            pending.add(read);
            bytes.add(picture.image());
        } catch (UndecodableImageException e) {
            skip(picture.key(), e);
        }
        if (pending.size() == BATCH) {
            flush();
        }
    }

    /** The vector is good; what is said of the picture, or where it lies, may be new. */
    private void keep(KnownPictures.Known before, NewPicture read) throws IOException {
        IndexedPicture now = read.numbered(before.picture().id());
        if (!now.equals(before.picture())) {
            writer.put(now, known.vector(before));
        }
        counts.kept++;
    }

    private void skip(String key, UndecodableImageException e) {
        counts.skipped.add("%s of shard %s: %s".formatted(key, shard.name(), e.getMessage()));
    }

    private void flush() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        try {
            float[][] vectors = space.imageFeatures(bytes);
            for (int i = 0; i < vectors.length; i++) {
                add(pending.get(i), vectors[i]);
            }
        } catch (UndecodableImageException _) {
            oneByOne();
        }
        pending.clear();
        bytes.clear();
    }

    /** One of them is damaged behind its first bytes. */
    private void oneByOne() throws IOException {
        for (int i = 0; i < pending.size(); i++) {
            try {
                add(pending.get(i), space.imageFeatures(bytes.subList(i, i + 1))[0]);
            } catch (UndecodableImageException e) {
                skip(pending.get(i).key(), e);
            }
        }
    }

    private void add(NewPicture picture, float[] vector) throws IOException {
        writer.add(picture, vector);
        counts.added++;
    }

    /** All of the shard was taken. */
    void finish() throws IOException {
        flush();
        for (KnownPictures.Known gone : known.left()) {
            writer.delete(gone.picture());
            counts.deleted++;
        }
        writer.know(shard.read());
    }

    @Override
    public void close() throws IOException {
        known.close();
    }
}
