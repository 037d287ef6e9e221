package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What kinds of tasks have in common whose texts are classes. */
interface ClassesKind extends TaskKind {

    @Override
    default TaskWords words() {
        return new TaskWords("classes", "picture");
    }

    @Override
    default List<String> texts(JsonNode description) {
        return ClassTexts.names(description);
    }

    /** The classes of the key {@code classes}; none where it is not there. */
    static List<ClassName> classes(TaskKeys keys) throws BadInputException {
        JsonNode list = keys.node("classes");
        if (list == null) {
            return List.of();
        }
        if (!list.isArray() || list.isEmpty()) {
            throw keys.bad("key 'classes': a list of at least one class expected, found %s".formatted(list));
        }
        List<ClassName> classes = new ArrayList<>();
        for (JsonNode entry : list) {
            if (entry.isObject()) {
                TaskKeys one = keys.inside("class " + (classes.size() + 1), entry, Set.of("label", "name"));
                classes.add(new ClassName(one.text("label", one.text("name")), one.text("name")));
            } else {
                String words = keys.scalar("classes", entry);
                classes.add(new ClassName(words, words));
            }
        }
        return classes;
    }

    /** Those of the key {@code classes}, which must be there; their labels are their numbers. */
    static List<ClassName> numbered(TaskKeys keys, String why) throws BadInputException {
        List<ClassName> classes = classes(keys);
        if (classes.isEmpty()) {
            throw keys.bad("key 'classes' is missing; " + why);
        }
        List<ClassName> numbered = new ArrayList<>();
        for (ClassName one : classes) {
            numbered.add(new ClassName(Integer.toString(numbered.size()), one.synonyms()));
        }
        return numbered;
    }

    /** The prompts of the key {@code templates}; the class name alone where it is not there. */
    static List<String> templates(TaskKeys keys) throws BadInputException {
        return keys.has("templates") ? keys.texts("templates") : List.of("{}");
    }
}
