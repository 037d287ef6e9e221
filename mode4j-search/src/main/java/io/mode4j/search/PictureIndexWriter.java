package io.mode4j.search;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.HeldException;
import io.mode4j.artifact.MismatchException;
import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.BytesRef;

/**
 * Changes an index; there is one at a time, and any number of {@link PictureIndex} read meanwhile. What was added or deleted counts from the next commit on, and then whatever happens: a commit is
 * synced to the disk and then named by one rename, which is Lucene's own way and not the file layer's. Closing without a commit forgets what came after the last one. Not safe for use by several threads.
 */
public final class PictureIndexWriter implements AutoCloseable {
    /** What Lucene calls its files. */
    private static final Pattern OWN = Pattern.compile("_.*|(pending_)?segments_.*|write\\.lock");
    private static final double BUFFER_MIB = 128;
    private static final double TOLERANCE = 1e-3;
    private static final double LARGEST = 2 / 3.0; // of all pictures, that the largest part has
    private static final double MOST_DELETED = 100 / 3.0; // percent of a part

    private final Path folder;
    private final IndexDescription description;
    private final Directory directory;
    private final IndexWriter writer;
    private final Set<String> fields;
    private final Map<String, KnownShard> shards = new LinkedHashMap<>();
    private long nextId;
    private long committed;

    private PictureIndexWriter(Path folder, Directory directory, CommitData data) throws IOException {
        this.folder = folder;
        this.directory = directory;
        this.description = data.description();
        this.nextId = data.nextId();
        data.shards().forEach(shard -> shards.put(shard.name(), shard));
        this.writer = locked();
        this.fields = new HashSet<>(writer.getFieldNames());
        this.committed = writer.getDocStats().numDocs;
    }

    private IndexWriter locked() throws IOException {
        WideVectors1 vectors = new WideVectors1();
        ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
        merges.setMaxMergesAndThreads(WideVectors1.TOGETHER + 1, WideVectors1.TOGETHER + 1); // the threads that make a graph, and the one that merges and waits for them
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer()).setCommitOnClose(false)
                .setRAMBufferSizeMB(BUFFER_MIB)
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setMergeScheduler(merges)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return vectors;
                    }
                });
        try {
            return new IndexWriter(directory, config);
        } catch (LockObtainFailedException e) {
            throw new HeldException(
                    "Another process writes the index %s. Wait until it is done; reading goes on meanwhile.".formatted(folder));
        }
    }

    /**
     * Goes on with an index, or begins one.
     *
     * @throws MismatchException if it is an index of another model's vectors
     * @throws BadInputException if something else lies in the folder, or the vectors are too long
     * @throws HeldException     if another writes it
     * @throws io.mode4j.artifact.DamagedException if a file of it is damaged
     */
    public static PictureIndexWriter open(Path folder, IndexDescription of) throws IOException {
        demandOwn(folder);
        return open(folder, IndexFiles.mapped(folder), of);
    }

    /** As {@link #open(Path, IndexDescription)}, where Lucene's directory is given. */
    static PictureIndexWriter open(Path folder, Directory directory, IndexDescription of) throws IOException {
        try {
            of.demandIndexable();
            if (!DirectoryReader.indexExists(directory)) {
                PictureIndexWriter begun = new PictureIndexWriter(folder, directory, new CommitData(CommitData.VERSION, of, 0, List.of()));
                begun.commit();
                return begun;
            }
            CommitData data = new IndexFiles(folder, directory).checked(IndexFiles.SMALL);
            data.description().demandSame(of, folder);
            return new PictureIndexWriter(folder, directory, new CommitData(data.version(), of, data.nextId(), data.shards()));
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /**
     * Goes on with an index that is there, whatever it is of.
     *
     * @throws BadInputException if there is none
     * @throws HeldException     if another writes it
     */
    public static PictureIndexWriter open(Path folder) throws IOException {
        IndexFiles files = IndexFiles.existing(folder);
        try {
            return new PictureIndexWriter(folder, files.directory(), files.checked(IndexFiles.SMALL));
        } catch (IOException e) {
            files.directory().close();
            throw e;
        }
    }

    private static void demandOwn(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new BadInputException(folder + ": expected a folder for the index, found a file. Name another place.");
        }
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            String other = inside.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !OWN.matcher(name).matches())
                    .findFirst()
                    .orElse("");
            if (!other.isEmpty()) {
                throw new BadInputException("%s: expected an index or an empty folder, found other files, as %s. Name another place."
                        .formatted(folder, other));
            }
        }
    }

    /** {@return what the index is of} */
    public IndexDescription description() {
        return description;
    }

    /** {@return the folder of the index} */
    public Path folder() {
        return folder;
    }

    /**
     * Adds a picture, in the place of the one that has the same shard and key.
     *
     * @param vector of {@link io.mode4j.clip.VectorSpace#imageFeatures}
     * @throws IllegalArgumentException if the vector is not of this index's kind
     */
    public void add(NewPicture picture, float[] vector) throws IOException {
        double length = Math.sqrt(Vectors.squaredNorm(vector, 0, vector.length));
        if (vector.length != description.dim() || !(Math.abs(length - description.length()) < TOLERANCE * description.length())) {
            throw new IllegalArgumentException("expected a vector of %d numbers and length %.3f, found one of %d numbers and length %.3f"
                    .formatted(description.dim(), description.length(), vector.length, length));
        }
        float[] unit = vector.clone();
        Vectors.normalize(unit, 0, unit.length);
        put(picture.numbered(nextId++), unit);
    }

    /** Puts a picture that has its number, with its vector of length one. */
    void put(IndexedPicture picture, float[] unit) throws IOException {
        Document document = PictureFields.document(picture, unit, fields);
        for (IndexableField field : document) {
            fields.add(field.name());
        }
        written(() -> writer.updateDocument(PictureFields.term(picture), document));
    }

    /** Deletes the pictures that have these keys, in whatever shard; returns how many there were. */
    public long delete(Set<String> keys) throws IOException {
        return delete(new TermInSetQuery(PictureFields.KEY, keys.stream().map(key -> new BytesRef(PictureFields.text(key))).toList()));
    }

    /**
     * Deletes the pictures that a condition is true of; returns how many there were.
     *
     * @throws BadInputException if it is no condition
     */
    public long deleteWhere(String where) throws IOException {
        return delete(Where.query(where, fields));
    }

    private long delete(Query query) throws IOException {
        try (DirectoryReader reader = reader()) {
            long count = new IndexSearcher(reader).count(query);
            written(() -> writer.deleteDocuments(query));
            return count;
        }
    }

    /** Deletes a picture. */
    void delete(IndexedPicture picture) throws IOException {
        written(() -> writer.deleteDocuments(PictureFields.term(picture)));
    }

    /** Forgets a shard, with its pictures. */
    void forget(KnownShard shard) throws IOException {
        shards.remove(shard.name());
        written(() -> writer.deleteDocuments(new Term(PictureFields.SHARD, PictureFields.text(shard.name()))));
    }

    /** {@return the shards that were begun} */
    List<KnownShard> shards() {
        return List.copyOf(shards.values());
    }

    /** From the next commit on this is known of a shard. */
    void know(KnownShard shard) {
        shards.put(shard.name(), shard);
    }

    /** {@return the index with all that was added and deleted; the caller closes it} */
    DirectoryReader reader() throws IOException {
        return DirectoryReader.open(writer);
    }

    /** Makes what was added and deleted last. */
    public void commit() throws IOException {
        CommitData data = new CommitData(CommitData.VERSION, description, nextId, shards());
        written(() -> {
            writer.setLiveCommitData(data.entries().entrySet());
            return writer.commit();
        });
        committed = writer.getDocStats().numDocs;
    }

    /**
     * Commits, and merges the parts of the index, so that questions are answered at full speed: into one, where the largest is not two thirds of all, else into two. So an index that is built has one
     * graph; what is added later has a second one, and all is written anew only as often as the index grows by half, or a third of it was deleted. Before, nothing is merged: a graph that is made in
     * between would be made again here.
     */
    public void finish() throws IOException {
        commit();
        int parts = isScattered() ? 1 : 2;
        written(() -> {
            writer.getConfig().setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(MOST_DELETED));
            writer.forceMerge(parts);
            writer.forceMergeDeletes();
            writer.getConfig().setMergePolicy(NoMergePolicy.INSTANCE);
            return committed;
        });
        commit();
    }

    private boolean isScattered() throws IOException {
        try (DirectoryReader reader = reader()) {
            return reader.leaves().stream().mapToLong(leaf -> leaf.reader().numDocs()).max().orElse(0) < reader.numDocs() * LARGEST;
        }
    }

    private void written(IndexFiles.Reading<Long> change) throws IOException {
        try {
            long _ = change.read();
        } catch (IOException | AlreadyClosedException e) {
            throw new IOException(
                    "Cannot write the index %s: %s. What was committed is whole, %,d pictures. Check the free space, and give the same command again to go on."
                            .formatted(folder, e.getMessage(), committed),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            writer.close(); // does not commit
        } finally {
            directory.close();
        }
    }
}
