package io.mode4j.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mode4j.format.BitFlips;
import io.mode4j.format.Npy;
import io.mode4j.format.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageFolderTest {
    private final FileLayer files = new FileLayer();
    @TempDir
    Path temporary;
    private Path folder;

    @BeforeEach
    void name() {
        folder = temporary.resolve("cluster");
    }

    private static Recipe recipe(String fine, String input) {
        return new Recipe("cluster", 1, new TreeMap<>(Map.of("fine", fine, "seed", "0")), new TreeMap<>(Map.of("00000.npy", input)));
    }

    private StageFolder stage(String fine, String input) {
        return StageFolder.of(files, folder, recipe(fine, input));
    }

    private void begunAndClosed() throws IOException {
        try (StageFolder stage = stage("16", "x")) {
            assertThat(stage.begin()).isTrue();
        }
    }

    private Manifest make() throws IOException {
        StageFolder stage = stage("16", "x");
        assertThat(stage.begin()).isTrue();
        Npy.writeFloats(files, folder.resolve("a.npy"), new float[]{1, 2});
        SequencedMap<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        tensors.put("b", Safetensors.Tensor.of(new int[]{1, 2}, 2));
        Safetensors.write(files, folder.resolve("b.safetensors"), tensors, Map.of());
        return stage.finish(Map.of("rows", 12, "skipped", Map.of("missing image", 3L), "keys", List.of("a", "b")));
    }

    @Test
    void aFolderMayBeALinkToAnotherDisk() throws IOException {
        Files.createSymbolicLink(folder, Files.createDirectory(temporary.resolve("disk")));
        Manifest made = make();
        assertThat(made.files().keySet()).containsExactly("a.npy", "b.safetensors");
        assertThat(stage("16", "x").begin()).isFalse();
        Files.move(temporary.resolve("disk/a.npy"), temporary.resolve("elsewhere"));
        Files.createSymbolicLink(temporary.resolve("disk/a.npy"), temporary.resolve("elsewhere"));
        assertThat(stage("16", "x").begin()).as("files too").isFalse();
        files.deleteTree(folder);
        assertThat(temporary.resolve("disk/manifest.json")).as("what the link led to is not ours to delete").exists();
    }

    @Test
    void whatIsRefusedLetsOthersBegin() throws IOException {
        try (StageFolder stage = stage("16", "x")) {
            assertThat(stage.begin()).isTrue();
            stage.refuse();
        }
        try (StageFolder other = stage("16", "y")) {
            assertThat(other.begin()).isTrue();
            Npy.writeFloats(files, folder.resolve("a.npy"), new float[]{1, 2});
            other.refuse();
        }
        assertThatThrownBy(() -> stage("16", "x").begin()).as("written already").isInstanceOf(MismatchException.class);
    }

    @Test
    void goesFromAbsentToDone() throws IOException {
        StageFolder stage = stage("16", "x");
        assertThat(stage.state()).isEqualTo(StageFolder.State.ABSENT);
        assertThat(stage.begin()).isTrue();
        assertThat(stage.state()).isEqualTo(StageFolder.State.STARTED);
        assertThat(stage.begin()).isTrue();
        stage.close();
        Manifest made = make();
        assertThat(stage.state()).isEqualTo(StageFolder.State.DONE);
        assertThat(stage.begin()).isFalse();
        assertThat(made).isEqualTo(Manifest.read(folder));
        assertThat(made.recipe()).isEqualTo(recipe("16", "x"));
        assertThat(made.files()).containsOnlyKeys("a.npy", "b.safetensors")
                .containsEntry("a.npy", Fingerprints.ofFile(folder.resolve("a.npy")));
        assertThat(made.summary()).containsEntry("rows", 12).containsEntry("keys", List.of("a", "b"));
    }

    @Test
    void refusesOtherOptionsAndInputsAndSaysWhich() throws IOException {
        make();
        StageFolder other = stage("32", "y");
        assertThat(other.state()).isEqualTo(StageFolder.State.DIFFERENT);
        assertThatThrownBy(other::begin).isInstanceOf(MismatchException.class)
                .hasMessageContaining("fine was 16, now 32")
                .hasMessageContaining("input 00000.npy has other content")
                .hasMessageContaining(folder.toString())
                .satisfies(refused -> assertThat(((MismatchException) refused).folder()).isEqualTo(folder));
    }

    @Test
    void refusesToGoOnWithAnInterruptedRunOfOtherOptions() throws IOException {
        begunAndClosed();
        assertThatThrownBy(stage("32", "x")::begin).isInstanceOf(MismatchException.class).hasMessageContaining("fine was 16, now 32");
    }

    @Test
    void refusesAFolderWithOtherFiles() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("thesis.txt"), "mine");
        assertThatThrownBy(stage("16", "x")::begin).isInstanceOf(BadInputException.class).hasMessageContaining("thesis.txt");
        assertThat(folder.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void aManifestCoversEveryBitOfItsFiles() throws IOException {
        Manifest manifest = make();
        BitFlips.everywhere(folder.resolve("a.npy"), 1, () -> manifest.verify(folder));
        BitFlips.everywhere(folder.resolve("b.safetensors"), 1, () -> manifest.verify(folder));
        manifest.verify(folder);
        Files.delete(folder.resolve("a.npy"));
        assertThatThrownBy(stage("16", "x")::begin).isInstanceOf(DamagedException.class)
                .hasMessageContaining("a.npy")
                .hasMessageContaining("no file");
    }

    @Test
    void aManifestCoversItself() throws IOException {
        make();
        BitFlips.everywhere(folder.resolve(Manifest.NAME), 1, () -> Manifest.read(folder));
    }

    @Test
    void aStartedFileCoversItself() throws IOException {
        begunAndClosed();
        BitFlips.everywhere(folder.resolve("started.json"), 1, () -> stage("16", "x").state());
    }

    @Test
    void findsFilesThatNoStageWrote() throws IOException {
        Manifest manifest = make();
        Files.writeString(folder.resolve("c.npy"), "");
        assertThatThrownBy(() -> manifest.verify(folder)).isInstanceOf(DamagedException.class).hasMessageContaining("c.npy");
    }

    @Test
    void leavesFoldersWithManifestsOfTheirOwnAlone() throws IOException {
        make();
        Recipe inner = new Recipe("inner", 1, new TreeMap<>(), new TreeMap<>());
        try (StageFolder stage = StageFolder.of(files, folder.resolve("inner"), inner)) {
            stage.begin();
            Npy.writeInts(files, folder.resolve("inner/c.npy"), new int[]{1});
        }
        assertThatCode(() -> Manifest.read(folder).verify(folder)).doesNotThrowAnyException();
    }

    @Test
    void fingerprintIsOfTheContentsAndNotOfLogs() throws IOException {
        String first = make().fingerprint();
        files.deleteTree(folder);
        assertThat(folder).doesNotExist();
        begunAndClosed();
        files.append(folder.resolve("log.jsonl"), "{\"seconds\": 1}");
        assertThat(make().fingerprint()).isEqualTo(first);
        files.deleteTree(folder);
        begunAndClosed();
        Npy.writeFloats(files, folder.resolve("c.npy"), new float[]{1, 2});
        assertThat(make().fingerprint()).isNotEqualTo(first);
    }

    @Test
    void saysThatANewerProgramWroteIt() throws IOException {
        Manifest made = make();
        SealedJson.write(Store.of(files, folder), Manifest.NAME, new Manifest(99, "9.9", made.recipe(), made.files(), made.summary()));
        assertThatThrownBy(() -> Manifest.read(folder)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("99")
                .hasMessageContaining("newer");
    }

    @Test
    void saysThatAStageHasNotFinished() {
        assertThatThrownBy(() -> Manifest.read(folder)).isInstanceOf(BadInputException.class).hasMessageContaining("has not finished");
    }

    @Test
    void namesAtMostFiveInputs() {
        TreeMap<String, String> many = new TreeMap<>();
        for (int i = 0; i < 9; i++) {
            many.put("shard-" + i, "x");
        }
        Recipe now = new Recipe("index", 1, new TreeMap<>(), many);
        assertThat(now.differencesFrom(new Recipe("index", 1, new TreeMap<>(), new TreeMap<>()))).hasSize(6)
                .contains("4 further inputs differ");
    }
}
