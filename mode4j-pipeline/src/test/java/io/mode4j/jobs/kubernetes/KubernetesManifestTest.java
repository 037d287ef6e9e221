package io.mode4j.jobs.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.jobs.JobGroup;
import io.mode4j.jobs.Resources;
import io.mode4j.jobs.RunJobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class KubernetesManifestTest {
    private static final Resources SMALL = new Resources(1, 1, OptionalInt.of(8), "", "32Gi", OptionalInt.of(2));

    @TempDir
    private Path folder;

    private RunDirectory run() {
        return new RunDirectory(folder.resolve("My Run_1"));
    }

    private List<JobGroup> groups() {
        RunJobs jobs = new RunJobs(run());
        return List.of(JobGroup.of(jobs.stages()), JobGroup.of(jobs.seed()), new JobGroup(JobGroup.MODELS, jobs.continuing(2, false)),
                JobGroup.of(jobs.evaluate(2, false)));
    }

    private KubernetesManifest manifest(Resources resources) {
        return new KubernetesManifest(run(), resources, "registry/mode4j:1",
                List.of(new Claim("data", "/data"), new Claim("runs", folder.toString())), List.of("--workers", "8"));
    }

    private static List<JsonNode> documents(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(yaml)
                .forEach(document -> documents.add(JsonMapper.shared().valueToTree(document)));
        return documents;
    }

    private static Schema schema() throws IOException {
        try (InputStream in = KubernetesManifestTest.class.getResourceAsStream("job-batch-v1.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
        }
    }

    @Test
    void everyDocumentIsAJobAsKubernetesHasIt() throws Exception {
        Schema schema = schema();
        List<JsonNode> documents = documents(manifest(new Resources(1, 4, OptionalInt.of(8), "4", "64Gi", OptionalInt.of(2))).of(groups()));
        assertThat(documents).hasSize(4).allSatisfy(document -> assertThat(schema.validate(document)).isEmpty());
        ((ObjectNode) documents.getFirst().path("spec")).put("completionsMode", "Indexed");
        assertThat(schema.validate(documents.getFirst())).as("a key that it does not know").hasSize(1);
        ((ObjectNode) documents.getLast().path("spec")).put("completions", "three");
        assertThat(schema.validate(documents.getLast())).as("a value that cannot be").hasSize(1);
    }

    @Test
    void theModelsAreIndexesOfOneJobAndWaitForTheSeed() throws Exception {
        String yaml = manifest(SMALL).of(groups());
        assertThat(yaml.lines().filter(line -> line.startsWith("#")))
                .hasSize(4)
                .anyMatch(line -> line.endsWith("kubectl wait --for=condition=complete --timeout=-1s job/mode4j-my-run-1-seed"
                        + " && kubectl patch job mode4j-my-run-1-models --type=merge -p '{\"spec\":{\"suspend\":false}}'"));
        List<JsonNode> jobs = documents(yaml);
        assertThat(jobs).extracting(job -> job.at("/metadata/name").asString())
                .containsExactly("mode4j-my-run-1-stages", "mode4j-my-run-1-seed", "mode4j-my-run-1-models", "mode4j-my-run-1-evaluate");
        assertThat(jobs).extracting(job -> job.at("/spec/suspend").asBoolean(false)).containsExactly(false, true, true, true);
        assertThat(jobs).extracting(job -> job.at("/spec/completions").asInt()).containsExactly(1, 1, 3, 1);
        assertThat(jobs).extracting(job -> job.at("/spec/parallelism").asInt()).containsExactly(1, 1, 2, 1);
        assertThat(jobs).allMatch(job -> job.at("/spec/completionMode").asString().equals("Indexed"));
        JsonNode pod = jobs.get(2).at("/spec/template/spec");
        assertThat(pod.at("/containers/0/resources/limits").toString()).isEqualTo("{\"cpu\":\"8\",\"memory\":\"32Gi\"}");
        assertThat(pod.at("/containers/0/volumeMounts/1").toString()).isEqualTo("{\"name\":\"claim-1\",\"mountPath\":\"" + folder + "\"}");
        assertThat(pod.at("/volumes/1").toString()).isEqualTo("{\"name\":\"claim-1\",\"persistentVolumeClaim\":{\"claimName\":\"runs\"}}");
        assertThat(pod.at("/containers/0/command/2").asString()).contains("1) name=expert-1; work() { mode4j train --only expert-1; } ;;");
    }

    @Test
    void severalGpusOfAPodAreRanksAndStagesHaveOne() throws Exception {
        List<JsonNode> jobs = documents(manifest(new Resources(1, 4, OptionalInt.of(2), "4", "", OptionalInt.empty())).of(groups()));
        assertThat(jobs).extracting(job -> job.at("/spec/template/spec/containers/0/resources/limits").toString())
                .containsExactly("{\"cpu\":\"2\",\"nvidia.com/gpu\":\"1\"}", "{\"cpu\":\"8\",\"nvidia.com/gpu\":\"4\"}",
                        "{\"cpu\":\"8\",\"nvidia.com/gpu\":\"4\"}", "{\"cpu\":\"2\",\"nvidia.com/gpu\":\"1\"}");
        assertThat(jobs.get(1).at("/spec/template/spec/containers/0/command/2").asString()).contains("each=(--processes 4)");
    }

    @Test
    void theRunMustBeOnAClaim() {
        assertThatThrownBy(
                () -> new KubernetesManifest(run(), SMALL, "x", List.of(new Claim("data", folder + "/My")), List.of()).of(groups()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(run().root() + " is on none of the claims", "option claim");
        assertThatThrownBy(() -> Claim.parse("data")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NAME:/PATH");
        assertThat(Claim.parse("data:/shared")).isEqualTo(new Claim("data", "/shared"));
    }

    /** The script of a pod, with a program of that name on the path that says what it was told, and takes its time. */
    private Process pod(String index, String program) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path mode4j = Files.writeString(bin.resolve("mode4j"), "#!/bin/bash\n" + program);
        assertThat(mode4j.toFile().setExecutable(true)).isTrue();
        String script = documents(manifest(SMALL).of(groups())).get(2).at("/spec/template/spec/containers/0/command/2").asString();
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
        builder.environment().put("JOB_COMPLETION_INDEX", index);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("HOSTNAME", "pod-" + index);
        return builder.start();
    }

    @Test
    void aPodDoesTheJobOfItsIndexAndItsOutputIsAlsoTheLog() throws Exception {
        Process pod = pod("1", "printf '<%s>' \"$@\"; echo; echo trouble >&2; exit 7");
        String said = new String(pod.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(pod.waitFor()).isEqualTo(7);
        assertThat(said)
                .contains("pod pod-1\n", "<train><--only><expert-1><--run><" + run().root() + "><--progress><plain><--workers><8>\n",
                        "trouble\n")
                .endsWith(": exit code 7\n");
        assertThat(run().jobs().resolve("expert-1.log")).hasContent(said);
    }

    @Test
    void aPodThatIsToEndLetsItsCommandSave() throws Exception {
        Process pod = pod("2", "trap 'sleep 0.5; echo saved; exit 143' TERM; echo begun; while :; do sleep 0.1; done");
        while (!Files.exists(run().jobs().resolve("dense.log")) || !Files.readString(run().jobs().resolve("dense.log")).contains("begun")) {
            Thread.sleep(20);
        }
        boolean _ = pod.toHandle().destroy(); // not pod.destroy(), which closes what it writes to
        assertThat(pod.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(pod.exitValue()).isEqualTo(143);
        assertThat(run().jobs().resolve("dense.log")).content().contains("begun\nsaved\n").endsWith(": exit code 143\n");
    }
}
