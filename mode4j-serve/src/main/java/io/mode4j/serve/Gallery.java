package io.mode4j.serve;

import io.mode4j.search.IndexDescription;
import io.mode4j.search.PictureIndex;
import io.mode4j.search.SearchEffort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The index of pictures, and the model that made it: the one that is served, or where a run has grown since, the experts of then. Follows what is committed to the index, and an
 * index that was built anew in its place. Safe for use by many threads.
 */
final class Gallery implements AutoCloseable {
    /** Questions that are looked up by each core: they wait for the disk at times. */
    private static final int AT_A_TIME = 2;

    private final Engine engine;
    private final Path folder;
    private final SearchEffort effort;
    private final Replaceable<PictureIndex> index;
    private final Replaceable<Lease<Served>> model;
    private final Gate gate;
    private final Thumbnails thumbnails = new Thumbnails();
    private Object opened; // what the folder was; known to the thread that refreshes alone

    private Gallery(Engine engine, Path folder, SearchEffort effort, Object opened, PictureIndex first, Lease<Served> model, Gate gate) {
        this.gate = gate;
        this.engine = engine;
        this.folder = folder;
        this.effort = effort;
        this.opened = opened;
        this.index = new Replaceable<>(first, Gallery::close);
        this.model = new Replaceable<>(model, Lease::close);
    }

    /** @param waiting how many questions wait at most */
    static Gallery open(Engine engine, Path folder, SearchEffort effort, int waiting) throws IOException {
        PictureIndex first = PictureIndex.open(folder, effort); // says what is wrong with a folder that is none
        try {
            return new Gallery(engine, folder, effort, identity(folder), first, engine.lease(first.description(), folder),
                    new Gate(AT_A_TIME * Runtime.getRuntime().availableProcessors(), waiting));
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** What tells a folder from another that was put in its place. */
    private static Object identity(Path folder) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
        return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    }

    private static void close(PictureIndex index) {
        try {
            index.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clip-retrieval calls the index. */
    String name() {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "index" : name.toString();
    }

    /** Before what is looked up or drawn. */
    Gate gate() {
        return gate;
    }

    /** Small pictures; to be asked for inside the gate. */
    Thumbnails thumbnails() {
        return thumbnails;
    }

    Lease<PictureIndex> index() {
        return index.lease();
    }

    /** The model that made the index; what holds it holds the model itself. */
    Lease<Lease<Served>> model() {
        return model.lease();
    }

    /** Takes over what is new on disk. */
    void refresh() throws IOException {
        Object there = identity(folder);
        if (!there.equals(opened)) {
            index.replace(PictureIndex.open(folder, effort));
            opened = there;
        }
        IndexDescription description;
        try (Lease<PictureIndex> lease = index.lease()) {
            lease.get().refresh();
            description = lease.get().description();
        }
        try (Lease<Lease<Served>> held = model.lease(); Lease<Served> newest = engine.lease()) {
            boolean fits = held.get().get().made(description);
            boolean newer = held.get().get() != newest.get() && newest.get().made(description);
            if (!fits || newer) {
                model.replace(engine.lease(description, folder));
            }
        }
    }

    @Override
    public void close() {
        index.close();
        model.close();
    }
}
