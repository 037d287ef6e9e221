package io.mode4j.train;

import io.mode4j.artifact.FileLayer;
import io.mode4j.format.EventRecords;
import io.mode4j.progress.ProcessUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * TensorBoard's event files beside {@code log.jsonl}, under open_clip's tags where it has them. A training that goes on does so in a file of its own, which sorts behind those before
 * it and says from which step on they do not count any more. A kill may leave a part of the last record, which readers skip. Not thread-safe.
 */
final class TrainingEvents {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10})\\.mode4j");
    private static final double MILLIS = 1e3;
    private static final double GIBIBYTE = 1 << 30;

    private final FileLayer files;
    private final Path file;
    private final long earlier;

    private TrainingEvents(FileLayer files, Path file, long earlier) {
        this.files = files;
        this.file = file;
        this.earlier = earlier;
    }

    /**
     * Begins a file, to go on after a step. Where none is taken yet, those that are there go.
     *
     * @param done
     *            steps of this model that are taken
     * @param earlier
     *            steps that the weights took before this model, which are counted too: the curves of experts go on where the seed's ends
     */
    static TrainingEvents begin(FileLayer files, Path folder, long done, long earlier) throws IOException {
        long second = System.currentTimeMillis() / 1000;
        for (Path before : in(folder)) {
            if (done > 0) {
                second = Math.max(second, number(before) + 1); // names sort as they were begun, whatever the clock says
            } else {
                files.deleteFile(before);
            }
        }
        Path file = folder.resolve("events.out.tfevents.%010d.mode4j".formatted(second));
        files.append(file, EventRecords.beginning(now(), earlier + done + 1));
        return new TrainingEvents(files, file, earlier);
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).sorted().toList();
        }
    }

    private static long number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    /**
     * Adds what is known of a step.
     *
     * @param pace
     *            of the steps since the last ones that were added
     */
    void append(StepReport report, Pace pace) throws IOException {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        values.put("train/loss", report.result().loss());
        values.put("train/lr", report.rate());
        values.put("train/scale", report.result().logitScale());
        report.gradientNorm().ifPresent(norm -> values.put("train/gradient_norm", norm));
        values.put("train/samples_per_second", pace.pairsPerSecond());
        values.put("train/waiting_for_data", pace.waitingForData());
        if (report.pace().forRanks() > 0) {
            values.put("train/waiting_for_ranks", pace.waitingForRanks());
        }
        ProcessUse.own().ifPresent(use -> values.put("train/memory_gib", use.resident() / GIBIBYTE));
        ValidationResult validation = report.validation();
        if (validation != null) {
            values.put("val/clip_val_loss", validation.loss());
            values.put("val/image_to_text_R@1", validation.imageToTextRecall());
            values.put("val/text_to_image_R@1", validation.textToImageRecall());
        }
        files.append(file, EventRecords.scalars(now(), earlier + report.step(), values));
    }

    private static double now() {
        return System.currentTimeMillis() / MILLIS;
    }

    /** Brings the records to the disk. */
    void force() throws IOException {
        files.force(file);
    }
}
