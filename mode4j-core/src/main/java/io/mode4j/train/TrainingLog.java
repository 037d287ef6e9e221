package io.mode4j.train;

import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code log.jsonl}: one line a step, with step, samples (seen by the weights, the seed's included), loss, lr, logit_scale and samples_per_second; where the gradients
 * were looked at, gradient_norm; and where held-out pairs were looked at after the step, validation_pairs, validation_loss and both recalls. Not thread-safe.
 */
final class TrainingLog {

    private final FileLayer files;
    private final Path file;

    /**
     * Opens the log to go on after a step; the lines of later steps, which will be taken again, go.
     *
     * @throws DamagedException
     *             if the log lacks a step
     */
    TrainingLog(FileLayer files, Path file, long steps) throws IOException {
        this.files = files;
        this.file = file;
        if (steps > 0) {
            files.write(file, out -> copy(steps, out));
        } else if (Files.exists(file)) {
            files.deleteFile(file);
        }
    }

    private void copy(long steps, OutputStream out) throws IOException {
        if (!Files.exists(file)) {
            throw new DamagedException(file, steps + " steps", "no file");
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (long step = 1; step <= steps; step++) {
                @Nullable
                String line = lines.readLine();
                if (line == null || stepOf(line) != step) {
                    throw new DamagedException(file, "a line of step " + step, line == null ? "its end" : line);
                }
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static long stepOf(String line) {
        try {
            return JsonMapper.shared().readTree(line).path("step").asLong(-1);
        } catch (JacksonException e) {
            return -1;
        }
    }

    void append(StepReport report) throws IOException {
        ObjectNode line = JsonMapper.shared()
                .createObjectNode()
                .put("step", report.step())
                .put("samples", report.samples())
                .put("loss", report.result().loss())
                .put("lr", report.rate())
                .put("logit_scale", report.result().logitScale())
                .put("samples_per_second", Math.round(report.pace().pairsPerSecond() * 10) / 10.0);
        report.gradientNorm().ifPresent(norm -> line.put("gradient_norm", norm));
        ValidationResult validation = report.validation();
        if (validation != null) {
            line.put("validation_pairs", validation.pairs())
                    .put("validation_loss", validation.loss())
                    .put("validation_image_to_text_recall@1", validation.imageToTextRecall())
                    .put("validation_text_to_image_recall@1", validation.textToImageRecall());
        }
        files.append(file, line.toString());
    }

    /** Brings the lines to the disk, before a checkpoint relies on them. */
    void force() throws IOException {
        files.force(file);
    }
}
