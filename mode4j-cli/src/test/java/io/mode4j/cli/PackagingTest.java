package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is published, archived and put into an image: each names the others' files. */
class PackagingTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> UNPUBLISHED = List.of("mode4j-bench", "mode4j-bom");

    private static Document xml(String file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(ROOT.resolve(file).toFile());
    }

    private static List<String> texts(Document pom, String tag) {
        NodeList found = pom.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength()).mapToObj(i -> found.item(i).getTextContent()).toList();
    }

    private static List<String> published() throws Exception {
        return texts(xml("pom.xml"), "module").stream().filter(module -> !UNPUBLISHED.contains(module)).toList();
    }

    private static String version() throws Exception {
        return texts(xml("pom.xml"), "version").getFirst();
    }

    @Test
    void theBomNamesEveryPublishedModuleAndNothingElse() throws Exception {
        Document bom = xml("mode4j-bom/pom.xml");
        assertThat(texts(bom, "artifactId")).first().isEqualTo("mode4j-bom");
        assertThat(texts(bom, "artifactId").stream().skip(1)).containsExactlyInAnyOrderElementsOf(published());
        assertThat(texts(bom, "groupId")).containsOnly("io.mode4j");
        assertThat(texts(bom, "version")).first().isEqualTo(version());
        assertThat(bom.getElementsByTagName("parent").getLength()).isZero(); // it would bring the versions of others
    }

    @Test
    void everyPublishedModuleHasANameOfItsOwn() throws Exception {
        for (String module : published()) {
            assertThat(texts(xml(module + "/pom.xml"), "mode4j.module")).as(module)
                    .containsExactly("io.mode4j." + module.substring("mode4j-".length()).replace("-", ""));
        }
    }

    @Test
    void theImageHoldsTheArchiveAndRunsAsNobodySpecial() throws Exception {
        List<String> lines = containerfile();
        List<String> images = operands(lines, "FROM");
        assertThat(images).singleElement().asString().matches("[a-z-]+:[0-9].*").doesNotContain("latest");
        assertThat(operands(lines, "USER")).singleElement().asString().doesNotContain("root").isNotEqualTo("0");
        assertThat(lines.indexOf("USER mode4j")).isLessThan(lines.indexOf("ENTRYPOINT [\"mode4j\"]")).isGreaterThan(0);
        assertThat(operands(lines, "EXPOSE")).containsExactly("8080");
        String archive = "mode4j-" + version();
        assertThat(operands(lines, "ADD")).containsExactly("mode4j-cli/target/" + archive + ".tar.gz /opt/"); // no URL
        assertThat(operands(lines, "COPY")).isEmpty();
        assertThat(operands(lines, "RUN")).singleElement().asString().contains("ln -s /opt/" + archive + "/mode4j ");
        assertThat(Files.readAllLines(ROOT.resolve(".dockerignore"))).containsExactly("*", "!mode4j-cli/target/mode4j-*.tar.gz");
    }

    @Test
    void theArchiveIsCalledAsTheImageHasIt() throws Exception {
        assertThat(texts(xml("mode4j-cli/pom.xml"), "finalName")).containsExactly("mode4j-${project.version}");
        Document archive = xml("mode4j-cli/src/dist/archive.xml");
        assertThat(texts(archive, "format")).containsExactly("tar.gz");
        assertThat(texts(archive, "baseDirectory")).containsExactly("mode4j-${project.version}");
        assertThat(texts(archive, "outputDirectory")).containsExactly("lib", "");
        assertThat(texts(archive, "source")).singleElement().asString().endsWith("/mode4j");
        assertThat(texts(archive, "include")).containsExactly("*.jar", "LICENSE", "NOTICE", "README.md");
    }

    @Test
    void jbangStartsThisVersionAsTheLauncherDoes() throws Exception {
        JsonNode alias = new JsonMapper().readTree(ROOT.resolve("jbang-catalog.json").toFile()).at("/aliases/mode4j");
        assertThat(alias.path("script-ref").asString()).isEqualTo("io.mode4j:mode4j-cli:" + version());
        assertThat(alias.path("main").asString()).isEqualTo(Main.class.getName());
        assertThat(alias.path("java").asString()).isEqualTo("25+");
        List<String> flags = alias.path("runtime-options").valueStream().map(JsonNode::asString).toList();
        assertThat(flags).containsAll(List.of(texts(xml("pom.xml"), "mode4j.jvm").getFirst().split(" ")));
        String launcher = Files.readString(ROOT.resolve("mode4j"));
        assertThat(flags).allMatch(launcher::contains);
    }

    /** Instructions, each on a line of its own. */
    private static List<String> containerfile() throws IOException {
        return Files.readString(ROOT.resolve("Containerfile"))
                .replace("\\\n", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static List<String> operands(List<String> lines, String instruction) {
        return lines.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }
}
