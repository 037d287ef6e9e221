package io.mode4j.work;

import io.mode4j.artifact.Checksums;
import io.mode4j.artifact.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Reads files for their checksums: some names a part, since a stage may have written as many files as there are shards, and more bytes than one machine reads in a day. */
record ChecksumWork(Store store) implements Work<ArrayList<String>, ArrayList<String>> {
    private static final int FILES = 16;

    /** {@return the checksums as this runner's parts take them} */
    static Checksums by(Runner runner) {
        return (store, names) -> {
            List<ArrayList<String>> parts = IntStream.iterate(0, from -> from < names.size(), from -> from + FILES)
                    .mapToObj(from -> new ArrayList<>(names.subList(from, Math.min(from + FILES, names.size()))))
                    .toList();
            List<String> hashes = new ArrayList<>();
            runner.run(new ChecksumWork(store), parts, hashes::addAll);
            return hashes;
        };
    }

    @Override
    public String name() {
        return "checksums";
    }

    @Override
    public Worker<ArrayList<String>, ArrayList<String>> open() {
        return (names, advanced) -> new ArrayList<>(store.hashes(names));
    }
}
