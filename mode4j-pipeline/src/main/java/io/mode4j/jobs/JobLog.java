package io.mode4j.jobs;

import io.mode4j.artifact.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a job's log says of its end. Stateless. */
public final class JobLog {
    private static final String OURS = "mode4j: ";
    private static final String WARNING = OURS + "WARNING: ";
    private static final String START = ", start "; // of a line that begins a start of the job
    private static final String NOTE = "# ";

    private JobLog() {}

    /** The last message of the newest start, without the program's name; nothing where there is none. */
    public static String message(RunDirectory run, String job) {
        Path log = JobRecord.log(run, job);
        String message = "";
        try {
            for (String line : lines(log)) {
                if (line.startsWith(NOTE) && line.contains(START)) {
                    message = "";
                } else if (line.startsWith(OURS) && !line.startsWith(WARNING)) {
                    message = line.substring(OURS.length());
                }
            }
        } catch (IOException _) {
            return ""; // there is no log: the job was never started
        }
        return message;
    }

    private static List<String> lines(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    }
}
