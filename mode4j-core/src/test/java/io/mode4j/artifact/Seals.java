package io.mode4j.artifact;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** Writes what manifests and recipes are made to say, with the checksum that they need. */
public final class Seals {
    private Seals() {}

    /** Writes a sealed file. */
    public static void write(FileLayer files, Path target, ObjectNode content) throws IOException {
        SealedJson.write(Store.of(files, target.resolveSibling("")), target.getFileName().toString(), content.without("sha256"));
    }
}
