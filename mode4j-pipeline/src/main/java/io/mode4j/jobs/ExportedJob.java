package io.mode4j.jobs;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderArchive;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A job that was exported from a run, where it is to be trained: {@code expert-2.tar} is unpacked to the run directory {@code expert-2} beside it, and what was trained there is packed into
 * {@code expert-2.result.tar}.
 *
 * @param file   what was exported
 * @param run    what is unpacked of it
 * @param ticket what is to be trained
 */
public record ExportedJob(Path file, RunDirectory run, JobTicket ticket) {
    private static final String EXTENSION = ".tar";
    private static final String RESULT = ".result";

    /**
     * Unpacks a file, or finds that it is unpacked.
     *
     * @throws BadInputException if it is no job, a job that is trained already, or of another version; or if something else is where it would be unpacked
     */
    public static ExportedJob unpack(FileLayer files, Path file) throws IOException {
        Path target = file.resolveSibling(stem(file));
        if (target.equals(file)) {
            throw new BadInputException("%s: expected a name that ends in %s, of a file of mode4j export-job".formatted(file, EXTENSION));
        }
        JobTicket ticket = JobTicket.in(file);
        if (ticket.trained()) {
            throw new BadInputException("%s holds %s, which is trained already: mode4j import-job --run DIR %s brings it into its run"
                    .formatted(file, ticket.model(), file));
        }
        if (!Files.exists(target)) {
            files.sweep(target);
            Path unpacked = files.beside(target);
            FolderArchive.unpack(files, file, unpacked);
            files.publishFolder(unpacked, target);
        } else if (!ticket.isIn(target)) {
            throw new BadInputException(
                    "%s is there, and is not what is in %s; move it away, and the same command unpacks the file".formatted(target, file));
        }
        return new ExportedJob(file, new RunDirectory(target), ticket);
    }

    /** Packs the trained model; returns where. */
    public Path pack(FileLayer files) throws IOException {
        Path result = file.resolveSibling(stem(file) + RESULT + EXTENSION);
        Path packed = files.beside(result);
        try {
            ticket.done().write(files, packed);
            StageFolder.copy(files, new RunJobs(run).folder(ticket.model()).orElseThrow(), packed.resolve(JobTicket.MODEL));
            FolderArchive.write(files, packed, result);
        } finally {
            files.deleteTree(packed);
        }
        return result;
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }
}
