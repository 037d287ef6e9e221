package io.mode4j.artifact;

import java.io.IOException;
import java.util.List;

/** Takes the SHA-256 of files: in this process ({@code Store::hashes}), or wherever the parts of a stage's work run. */
@FunctionalInterface
public interface Checksums {
    /** {@return those of the files of these names, in their order, as {@link Store#hashes}} */
    List<String> of(Store store, List<String> names) throws IOException;
}
