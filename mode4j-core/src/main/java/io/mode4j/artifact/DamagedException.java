package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** A file that mode4j or its user made is not what it was: cut short, overwritten, or changed. */
public class DamagedException extends IOException {

    /**
     * @param file the damaged file
     * @param expected what a whole file would hold
     * @param found what this one holds
     */
    public DamagedException(Path file, String expected, String found) {
        super("%s is damaged: expected %s, found %s. Restore the file, or make it again.".formatted(file, expected, found));
    }
}
