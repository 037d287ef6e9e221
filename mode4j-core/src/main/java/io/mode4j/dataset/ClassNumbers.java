package io.mode4j.dataset;

import io.mode4j.task.ClassName;
import java.util.ArrayList;
import java.util.List;

/** Classes that the data calls by their numbers. Stateless. */
final class ClassNumbers {
    private ClassNumbers() {}

    /** A class for each list of synonyms, numbered from 0. */
    static List<ClassName> of(List<List<String>> names) {
        List<ClassName> classes = new ArrayList<>();
        for (List<String> synonyms : names) {
            classes.add(new ClassName(Integer.toString(classes.size()), synonyms));
        }
        return classes;
    }
}
