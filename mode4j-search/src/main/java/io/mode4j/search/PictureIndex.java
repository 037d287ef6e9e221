package io.mode4j.search;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Fingerprints;
import io.mode4j.shard.bytes.ShardPlaces;
import io.mode4j.shard.source.PictureOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * An index of pictures, as its last commit has it: searched by vectors, words and conditions, while a {@link PictureIndexWriter} changes it. A question sees one commit, whatever is committed meanwhile;
 * {@link #refresh} takes over newer ones. Safe for use by many threads.
 */
public final class PictureIndex implements AutoCloseable {
    private final Path folder;
    private final IndexFiles files;
    private final SearcherManager searchers;

    private PictureIndex(Path folder, IndexFiles files, SearchEffort effort) throws IOException {
        this.folder = folder;
        this.files = files;
        this.searchers = files.opened(() -> new SearcherManager(files.directory(), new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) throws IOException {
                DirectoryReader commit = (DirectoryReader) reader;
                return new Answers(commit, CommitData.of(commit.getIndexCommit().getUserData(), folder), effort);
            }
        }));
    }

    /**
     * Opens the index in a folder. The files of a small one are read whole and their checksums compared; of larger ones {@link #check} does that.
     *
     * @throws BadInputException if there is none, or it is of a newer version
     * @throws DamagedException  if a file is damaged; the message names it
     */
    public static PictureIndex open(Path folder) throws IOException {
        return open(folder, SearchEffort.standard());
    }

    /** As {@link #open(Path)}; questions are answered with this effort. */
    public static PictureIndex open(Path folder, SearchEffort effort) throws IOException {
        IndexFiles files = IndexFiles.existing(folder);
        try {
            files.checked(IndexFiles.SMALL);
            return new PictureIndex(folder, files, effort);
        } catch (IOException | RuntimeException e) {
            files.directory().close();
            throw e;
        }
    }

    /**
     * Reads all files of an index and compares their checksums.
     *
     * @throws BadInputException if there is none
     * @throws DamagedException  if a file is damaged; the message names it
     */
    public static void check(Path folder) throws IOException {
        IndexFiles files = IndexFiles.existing(folder);
        try (Directory _ = files.directory()) {
            files.checked(Long.MAX_VALUE);
        }
    }

    private interface Asking<T> {
        T ask(Answers answers) throws IOException;
    }

    private <T> T ask(Asking<T> asking) throws IOException {
        Answers answers = (Answers) searchers.acquire();
        try {
            return files.opened(() -> asking.ask(answers));
        } finally {
            searchers.release(answers);
        }
    }

    /** {@return what the index is of} */
    public IndexDescription description() throws IOException {
        return ask(answers -> answers.data().description());
    }

    /** {@return the folder that it lies in} */
    public Path folder() {
        return folder;
    }

    /** {@return how many pictures there are} */
    public long pictures() throws IOException {
        return ask(answers -> (long) answers.getIndexReader().numDocs());
    }

    /**
     * {@return the pictures that answer a question, the best first}
     *
     * @throws BadInputException        if its condition is none
     * @throws IllegalArgumentException if its vector is not of this index's kind
     */
    public List<Found> search(PictureQuery query) throws IOException {
        return ask(answers -> answers.to(query));
    }

    /** {@return the picture of a number; empty if there is none, or no more} */
    public Optional<IndexedPicture> picture(long id) throws IOException {
        return ask(answers -> {
            ScoreDoc[] found = answers.search(LongField.newExactQuery(PictureFields.ID, id), 1).scoreDocs;
            return found.length == 0 ? Optional.empty() : Optional.of(answers.picture(found[0].doc));
        });
    }

    /**
     * {@return the bytes of a picture, from its shard: where it was, or as far from the index as it was then}
     *
     * @throws BadInputException if nothing is there
     * @throws DamagedException  if something else is there
     */
    public byte[] bytes(IndexedPicture picture) throws IOException {
        List<String> places = ask(answers -> answers.places(picture, folder));
        PictureOrigin origin = picture.origin();
        for (String place : places) {
            if (ShardPlaces.exists(place)) {
                byte[] bytes = origin.at(place).read();
                if (!HexFormat.of().formatHex(Fingerprints.sha256().digest(bytes)).equals(picture.hash())) {
                    throw new DamagedException(Path.of(place),
                            "the picture '%s' at byte %d, as indexed".formatted(picture.key(), origin.offset()),
                            "other bytes (if the shard was changed on purpose, add it again: mode4j search add)");
                }
                return bytes;
            }
        }
        throw new BadInputException(
                "picture '%s' of shard %s: expected its file at %s, found none. Put it back, or delete the picture from the index (mode4j search delete)"
                        .formatted(picture.key(), picture.shard(), String.join(" or ", places)));
    }

    /** Takes over what was committed since; questions under way end as they began. Returns whether there was anything. */
    public boolean refresh() throws IOException {
        long before = ask(answers -> answers.commit().getVersion());
        files.opened(() -> {
            searchers.maybeRefreshBlocking();
            return before;
        });
        return ask(answers -> answers.commit().getVersion()) != before;
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        files.directory().close();
    }
}
