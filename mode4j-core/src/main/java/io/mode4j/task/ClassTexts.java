package io.mode4j.task;

import io.mode4j.clip.Prompts;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Classes with prompts: what {@code task.json} says of them, and their vectors. K classes. */
record ClassTexts(List<ClassName> classes, List<String> templates) implements Serializable {

    private static final String CLASSES = "classes";

    /** The names by which tables call the classes of a description. */
    static List<String> names(JsonNode description) {
        return description.path(CLASSES).valueStream().map(one -> one.path("name").asString()).toList();
    }

    /** K, of a description. */
    static int count(JsonNode description) {
        return description.path(CLASSES).size();
    }

    SequencedMap<String, Object> description() {
        SequencedMap<String, Object> description = new LinkedHashMap<>();
        description.put(CLASSES, classes.stream().map(ClassTexts::described).toList());
        description.put("templates", templates);
        return description;
    }

    private static SequencedMap<String, Object> described(ClassName one) {
        SequencedMap<String, Object> described = new LinkedHashMap<>();
        described.put("label", one.label());
        described.put("name", one.words());
        if (one.synonyms().size() > 1) {
            described.put("synonyms", one.synonyms());
        }
        return described;
    }

    /** A unit vector per class {@code [K, dim]}: the mean over its prompts. */
    float[][] features(TextFeatures.Encoder encoder) throws IOException {
        return TextFeatures.ofClasses(classes.stream().map(this::prompts).toList(), encoder);
    }

    /** Every template with every synonym, template by template. */
    List<String> prompts(ClassName one) {
        return templates.stream()
                .flatMap(template -> one.synonyms().stream().flatMap(words -> Prompts.of(words, List.of(template)).stream()))
                .toList();
    }

    /** What identifies them. */
    String[] parts() {
        return classes.stream().flatMap(ClassTexts::parts).toArray(String[]::new);
    }

    private static Stream<String> parts(ClassName one) {
        return one.synonyms().size() == 1
                ? Stream.of(one.label(), one.words())
                : Stream.concat(Stream.of(one.label(), one.synonyms().size() + " synonyms"), one.synonyms().stream());
    }
}
