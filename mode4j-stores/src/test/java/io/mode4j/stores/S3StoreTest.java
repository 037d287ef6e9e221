package io.mode4j.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Places;
import io.mode4j.artifact.Store;
import io.mode4j.artifact.StoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class S3StoreTest extends StoreContract {
    private final String bucket = S3Server.bucket();

    @Override
    protected Store store(String name) throws BadInputException {
        return Store.of(Places.path(bucket + "/runs/" + name));
    }

    @Test
    void largeFilesArePutInPartsAndComeBackInPieces() throws IOException {
        byte[] bytes = new byte[40_000_001];
        new Random(4).nextBytes(bytes);
        store("large").write("a", out -> out.write(bytes));
        assertThat(Files.readAllBytes(store("large").local("a"))).isEqualTo(bytes);
        try (InputStream in = Files.newInputStream(store("large").place("a"))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void logsAreAddedToAndAreThereForWhoLooks() throws IOException {
        Path log = store("log").place("log.jsonl");
        FileLayer files = new FileLayer();
        files.append(log, "one");
        files.append(log, "two");
        assertThat(Files.readString(log)).isEqualTo("one\ntwo\n");
        files.append(log, "three");
        files.force(log);
        assertThat(Files.readAllLines(log)).containsExactly("one", "two", "three");
        files.append(log, "four");
        files.text(log, "anew\n");
        assertThat(Files.readString(log)).as("what waited for the old one is gone").isEqualTo("anew\n");
        files.append(log, "five");
        assertThat(store("log").names()).containsExactly("log.jsonl");
        assertThat(Files.size(log)).isEqualTo(10);
    }

    @Test
    void treesAreDeletedTheirManifestsLast() throws IOException {
        Store store = store("tree");
        for (String name : List.of("manifest.json", "a", "deep/manifest.json", "deep/b")) {
            store.write(name, out -> out.write(1));
        }
        new FileLayer().deleteTree(store.place("deep"));
        assertThat(store.names()).containsExactly("a", "manifest.json");
        new FileLayer().deleteTree(store.place(""));
        assertThat(Files.exists(store.place(""))).isFalse();
    }
}
