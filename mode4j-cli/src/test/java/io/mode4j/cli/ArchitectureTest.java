package io.mode4j.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of docs/architecture.md that javac cannot see. */
class ArchitectureTest {
    private static final JavaClasses MODE4J = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.mode4j");

    /** The packages of the core in the order of the flow; each may use those before it. */
    private static final List<String> FLOW = List.of("artifact", "format", "progress", "work", "ranks", "linalg", "shard", "text", "image",
            "arrays",
            "clip", "sentence",
            "embed", "cluster", "train", "trace", "task", "dataset", "probe", "ensemble", "mixture", "negatives", "distill", "growth",
            "report");

    @Test
    void theImportFindsEveryPackageOfTheFlow() {
        assertThat(MODE4J.stream().map(type -> type.getPackageName().replace("io.mode4j.", "")).collect(Collectors.toSet()))
                .containsAll(FLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"artifact", "format", "progress", "work", "ranks", "linalg", "shard", "text", "image", "arrays", "clip",
        "sentence",
        "embed",
        "cluster",
        "train", "trace", "task", "dataset", "probe", "ensemble", "mixture", "negatives", "distill", "growth", "report"})
    void aPackageUsesNothingFurtherDownTheFlow(String stage) {
        String[] later = FLOW.subList(FLOW.indexOf(stage) + 1, FLOW.size())
                .stream()
                .map(name -> "io.mode4j." + name + "..")
                .toArray(String[]::new);
        if (later.length > 0) {
            noClasses().that()
                    .resideInAPackage("io.mode4j." + stage + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(MODE4J);
        }
    }

    /** What clusters are made of, in the order of its packages; the stages are above the first four, and below the others. */
    @ParameterizedTest
    @CsvSource({"points,search", "points,balanced", "points,kmeans", "search,balanced", "search,kmeans", "balanced,kmeans",
        "kmeans,exchange", "kmeans,measure"})
    void aPackageOfTheClustersUsesNoneAbove(String below, String above) {
        noClasses().that()
                .resideInAPackage("io.mode4j.cluster." + below)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mode4j.cluster." + above, "io.mode4j.cluster")
                .check(MODE4J);
    }

    /** A Java user of the library has no command line on the class path. */
    @Test
    void onlyTheCommandLineKnowsPicocli() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.cli.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("picocli..", "me.tongfei..", "io.mode4j.cli.."))
                .check(MODE4J);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.mode4j.(**)").should().beFreeOfCycles().check(MODE4J);
    }

    @Test
    void onlyTorchKnowsLibTorch() {
        noClasses().that(resideOutsideOfPackages("io.mode4j.torch..", "io.mode4j.opencv.."))
                .and()
                .doNotHaveFullyQualifiedName("io.mode4j.linalg.OpenBlas") // the matrix libraries alone, each for its product
                .and()
                .doNotHaveFullyQualifiedName("io.mode4j.linalg.OneDnn")
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco.."))
                .check(MODE4J);
        noClasses().that(resideInAPackage("io.mode4j.linalg.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.bytedeco.pytorch..", "org.bytedeco.opencv.."))
                .check(MODE4J);
        noClasses().that(resideInAPackage("io.mode4j.opencv.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco.pytorch.."))
                .check(MODE4J);
    }

    @Test
    void onlyOpencvKnowsOpenCv() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.opencv.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.bytedeco.opencv.."))
                .check(MODE4J);
    }

    @Test
    void onlyTorchMemoryKnowsPointerScope() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.torch.memory.."))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.bytedeco.javacpp.PointerScope")
                .check(MODE4J);
    }

    @Test
    void onlyOnnxKnowsOnnxRuntime() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.onnx.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
                .check(MODE4J);
    }

    @Test
    void onlyTheModulesOfStoresKnowTheirLibraries() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.stores.cloud.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.opendal.."))
                .check(MODE4J);
        noClasses().that(resideOutsideOfPackage("io.mode4j.hdfs.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.hadoop.."))
                .check(MODE4J);
        noClasses().that(resideOutsideOfPackages("io.mode4j.stores..", "io.mode4j.hdfs.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.mode4j.stores..", "io.mode4j.hdfs.."))
                .check(MODE4J);
    }

    @Test
    void onlySearchKnowsLuceneAndOnlyServeKnowsItsServer() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.search.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.lucene.."))
                .check(MODE4J);
        noClasses().that(resideOutsideOfPackage("io.mode4j.serve.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.helidon..", "io.prometheus.."))
                .check(MODE4J);
    }

    @Test
    void onlyTheirModulesKnowFrameworks() {
        noClasses().that(resideOutsideOfPackage("io.mode4j.langchain4j.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("dev.langchain4j..", "io.mode4j.langchain4j.."))
                .check(MODE4J);
        noClasses().that(resideOutsideOfPackage("io.mode4j.springai.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.springframework..", "io.mode4j.springai.."))
                .check(MODE4J);
    }

    @Test
    void nothingFinalizes() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.ref.Cleaner").check(MODE4J);
    }

    @Test
    void everyPackageIsNullMarked() {
        DescribedPredicate<JavaClass> nullMarked = DescribedPredicate.describe("in a @NullMarked package",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class));
        classes().should(com.tngtech.archunit.lang.conditions.ArchConditions.be(nullMarked)).check(MODE4J);
    }
}
