package io.mode4j.search;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;

/**
 * The files of an index. Each ends with a checksum of all of it. Lucene looks at their first and last bytes when it opens them; here they are read whole: when an index is opened, if it
 * is small, so that it takes no time that a user sees, and of any when it is checked.
 */
final class IndexFiles {
    /** An index of fewer bytes is checked whenever it is opened: some ten milliseconds. */
    static final long SMALL = 64L << 20;

    private final Path folder;
    private final Directory directory;

    IndexFiles(Path folder, Directory directory) {
        this.folder = folder;
        this.directory = directory;
    }

    /**
     * {@return the index in a folder}
     *
     * @throws BadInputException if there is none
     */
    static IndexFiles existing(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || !isIndex(folder)) {
            throw none(folder);
        }
        return new IndexFiles(folder, mapped(folder));
    }

    /** A folder whose files are mapped as they are read: vectors here and there, so that the system fetches no more of them than is asked for, and an index may be larger than the memory. */
    static Directory mapped(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        if (directory instanceof MMapDirectory files) {
            files.setReadAdvice(MMapDirectory.ADVISE_BY_CONTEXT);
        }
        return directory;
    }

    static boolean isIndex(Path folder) throws IOException {
        try (Directory directory = FSDirectory.open(folder)) {
            return DirectoryReader.indexExists(directory);
        }
    }

    private static BadInputException none(Path folder) {
        return new BadInputException(folder + ": expected an index of pictures, found none. Build it first (mode4j search build)");
    }

    Directory directory() {
        return directory;
    }

    /** {@return what the last commit says, all of whose files are whole if they have fewer bytes than that together} */
    CommitData checked(long most) throws IOException {
        SegmentInfos commit = opened(() -> SegmentInfos.readLatestCommit(directory));
        if (bytes(commit) <= most) {
            for (String file : commit.files(true)) {
                check(file);
            }
        }
        return CommitData.of(commit.getUserData(), folder);
    }

    private long bytes(SegmentInfos commit) throws IOException {
        long bytes = 0;
        for (String file : commit.files(true)) {
            try {
                bytes += directory.fileLength(file);
            } catch (NoSuchFileException | FileNotFoundException e) {
                throw damaged(file, "no file");
            }
        }
        return bytes;
    }

    private void check(String file) throws IOException {
        try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
            CodecUtil.checksumEntireFile(input);
        } catch (CorruptIndexException | EOFException | IllegalArgumentException e) {
            throw damaged(file, reason(e));
        } catch (NoSuchFileException | FileNotFoundException e) {
            throw damaged(file, "no file");
        }
    }

    private DamagedException damaged(String file, String found) {
        return new DamagedException(folder.resolve(file), "a file of an index, with its checksum at the end",
                found + " (build the index again: mode4j search build)");
    }

    private static String reason(Exception e) {
        return e instanceof CorruptIndexException corrupt ? corrupt.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    /** Something that reads an index. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /**
     * {@return what is read}
     *
     * @throws DamagedException  if the index is damaged; the message names the file
     * @throws BadInputException if it is of a version that is not known
     */
    <T> T opened(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IndexFormatTooNewException | IndexFormatTooOldException e) {
            checkAll(); // a damaged version is none
            throw new BadInputException("%s: expected an index of this version of Lucene or the one before, found another: %s"
                    .formatted(folder, e.getMessage()), e);
        } catch (IndexNotFoundException e) {
            throw none(folder);
        } catch (CorruptIndexException | EOFException | NoSuchFileException | FileNotFoundException e) {
            checkAll(); // names the file
            throw damaged("", reason(e));
        }
    }

    private void checkAll() throws IOException {
        for (String file : List.of(directory.listAll()).reversed()) { // the commits first
            if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                check(file);
            }
        }
    }
}
