package io.mode4j.jobs;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.FolderArchive;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code job.json} of a job that is trained elsewhere: what it is, and of which program.
 *
 * @param version of the format
 * @param mode4j  that exported it; another one might train other bytes
 * @param model   to train
 * @param recipe  of its training, in the run that it is for
 * @param trained whether the model is in the file beside, rather than what it takes to train it
 */
public record JobTicket(int version, String mode4j, String model, Recipe recipe, boolean trained) {
    /** The folder of a trained model, beside the ticket. */
    public static final String MODEL = "model";

    static final int VERSION = 1;
    static final String NAME = "job.json";

    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** For a model that is to be trained. */
    public static JobTicket of(String model, Recipe recipe) {
        return new JobTicket(VERSION, Manifest.program(), model, recipe, false);
    }

    /** The same, trained. */
    JobTicket done() {
        return new JobTicket(version, mode4j, model, recipe, true);
    }

    /** Writes it into a folder. */
    public void write(FileLayer files, Path folder) throws IOException {
        files.text(folder.resolve(NAME), JSON.writeValueAsString(this) + "\n");
    }

    /**
     * {@return the ticket in a file that export-job or train --job wrote}
     *
     * @throws BadInputException if there is none, or it is of another version
     */
    public static JobTicket in(Path archive) throws IOException {
        byte[] json = FolderArchive.read(archive, NAME)
                .orElseThrow(() -> new BadInputException(
                        "%s: expected a file of mode4j export-job or train --job, found no %s in it".formatted(archive, NAME)));
        JobTicket ticket = parse(json, archive);
        if (ticket.version > VERSION || !ticket.mode4j.equals(Manifest.program())) {
            throw new BadInputException(
                    "%s is of mode4j %s (format %d), and this is mode4j %s (format %d), which might not train the same bytes. Use one version for the run and its jobs."
                            .formatted(archive, ticket.mode4j, ticket.version, Manifest.program(), VERSION));
        }
        return ticket;
    }

    /** Whether this is the ticket of what was unpacked into a folder. */
    boolean isIn(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        return Files.exists(file) && parse(Files.readAllBytes(file), file).equals(this);
    }

    private static JobTicket parse(byte[] json, Path from) throws BadInputException {
        try {
            return JSON.readValue(json, JobTicket.class);
        } catch (JacksonException e) {
            throw new BadInputException("%s: expected a job as JSON, %s".formatted(from, e.getOriginalMessage()), e);
        }
    }
}
