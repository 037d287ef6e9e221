package io.mode4j.dataset;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.JsonText;
import io.mode4j.artifact.TextFile;
import io.mode4j.clip.Prompts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Class names and templates.
 *
 * @param values  a list of synonyms for each class; of templates a list of one each
 * @param remarks what is odd about them
 */
record Texts(List<List<String>> values, List<String> remarks) {

    private static final String JSON = ".json";
    private static final int SHOWN = 5;

    /**
     * The class names in a file: a name a line, or JSON by data set.
     *
     * @throws BadInputException if there is none, or one is blank
     */
    static Texts classNames(Path file, String dataSet) throws IOException {
        if (file.toString().endsWith(JSON)) {
            return classNames(ofDataSet(file, "class names", dataSet), file + ", data set '" + dataSet + "'");
        }
        List<String> lines = new ArrayList<>(TextFile.lines(file).stream().map(String::strip).toList());
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        if (lines.isEmpty()) {
            throw new BadInputException(file + ": class names expected, one a line; found none");
        }
        int blank = lines.indexOf("");
        if (blank >= 0) {
            throw new BadInputException("%s, line %d: the name of class %d expected, found a blank line".formatted(file, blank + 1, blank));
        }
        return withRemarks(lines.stream().map(List::of).toList());
    }

    /**
     * The class names in a list of texts and lists of synonyms.
     *
     * @param where names it in messages
     */
    static Texts classNames(JsonNode list, String where) throws BadInputException {
        if (!list.isArray() || list.isEmpty()) {
            throw new BadInputException(where + ": a list of class names expected, found " + list.getNodeType());
        }
        List<List<String>> names = new ArrayList<>();
        for (JsonNode entry : list) {
            List<String> synonyms = entry.isArray() ? entry.valueStream().map(one -> one.asString("")).toList()
                    : List.of(entry.asString(""));
            if (synonyms.isEmpty() || synonyms.stream().anyMatch(String::isBlank)) {
                throw new BadInputException(
                        "%s: the name of class %d expected, or a list of synonyms, found %s".formatted(where, names.size(),
                                entry));
            }
            names.add(synonyms);
        }
        return withRemarks(names);
    }

    /**
     * The templates in a file: one a line, or JSON by data set. Blank lines are left out.
     *
     * @throws BadInputException if there is none, or one has no slot
     */
    static Texts templates(Path file, String dataSet) throws IOException {
        if (file.toString().endsWith(JSON)) {
            return templates(ofDataSet(file, "templates", dataSet), file + ", data set '" + dataSet + "'");
        }
        List<String> lines = TextFile.lines(file);
        List<List<String>> templates = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                templates.add(List.of(checked(lines.get(i).strip(), "%s, line %d".formatted(file, i + 1))));
            }
        }
        if (templates.isEmpty()) {
            throw new BadInputException(file + ": templates expected, one a line; found none");
        }
        int blank = lines.size() - templates.size();
        return new Texts(templates, blank == 0 ? List.of() : List.of("blank lines among the templates: " + blank));
    }

    /** The templates in a list of texts. */
    static Texts templates(JsonNode list, String where) throws BadInputException {
        if (!list.isArray() || list.isEmpty()) {
            throw new BadInputException(where + ": a list of templates expected, found " + list.getNodeType());
        }
        List<List<String>> templates = new ArrayList<>();
        for (JsonNode entry : list) {
            templates.add(List.of(checked(entry.asString(""), where + ", template " + (templates.size() + 1))));
        }
        return new Texts(templates, List.of());
    }

    /** The first of each. */
    List<String> firsts() {
        return values.stream().map(List::getFirst).toList();
    }

    private static String checked(String template, String where) throws BadInputException {
        try {
            Prompts.check(List.of(template));
            return template;
        } catch (IllegalArgumentException e) {
            throw new BadInputException("%s: %s".formatted(where, e.getMessage()), e);
        }
    }

    private static JsonNode ofDataSet(Path file, String what, String dataSet) throws IOException {
        JsonNode all = JsonText.read(file, what);
        List<String> names = List.of(dataSet, dataSet.replace('-', '/'), DataSetNames.withoutCollection(dataSet));
        for (String name : names) {
            if (all.has(name)) {
                return all.get(name);
            }
        }
        throw new BadInputException("%s: %s of data set '%s' expected; the file has %s".formatted(file, what, dataSet,
                String.join(", ", new TreeSet<>(all.propertyNames()))));
    }

    private static Texts withRemarks(List<List<String>> names) {
        Set<List<String>> seen = new HashSet<>();
        List<String> twice = names.stream().filter(name -> !seen.add(name)).map(List::getFirst).distinct().toList();
        String shown = String.join(", ", twice.subList(0, Math.min(SHOWN, twice.size()))) + (twice.size() > SHOWN ? ", …" : "");
        return new Texts(names, twice.isEmpty() ? List.of()
                : List.of("class names that occur more than once: " + shown + "; classes are told apart by their numbers"));
    }
}
