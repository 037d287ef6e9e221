package io.mode4j.search;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of what pictures have by a name with a value, as queries.
 *
 * @param fields those of the index
 */
record Comparisons(Set<String> fields) {
    private static final List<String> NUMBERS = List.of("width", "height");
    private static final List<String> TEXTS = List.of("shard", "key");

    /** {@return the pictures whose number compares so; null if there is no number of that name} */
    @Nullable
    Query number(String name, String sign, double value) {
        String field = PictureFields.NUMBER + name;
        if (!fields.contains(field) && !NUMBERS.contains(name)) {
            return null;
        }
        double below = DoublePoint.nextDown(value);
        double above = DoublePoint.nextUp(value);
        return switch (sign) {
            case "=" -> DoubleField.newExactQuery(field, value);
            case "<" -> DoubleField.newRangeQuery(field, Double.NEGATIVE_INFINITY, below);
            case "<=" -> DoubleField.newRangeQuery(field, Double.NEGATIVE_INFINITY, value);
            case ">" -> DoubleField.newRangeQuery(field, above, Double.POSITIVE_INFINITY);
            case ">=" -> DoubleField.newRangeQuery(field, value, Double.POSITIVE_INFINITY);
            default -> new BooleanQuery.Builder().add(number(name, "<", value), Occur.SHOULD)
                    .add(number(name, ">", value), Occur.SHOULD)
                    .build();
        };
    }

    /** {@return the pictures whose text compares so, letter by letter; null if there is no text of that name} */
    @Nullable
    Query text(String name, String sign, String value) {
        String field = PictureFields.TEXT + name;
        if (!fields.contains(field) && !TEXTS.contains(name)) {
            return null;
        }
        String text = PictureFields.text(value);
        Query same = new TermQuery(new Term(field, text));
        return switch (sign) {
            case "=" -> same;
            case "<" -> TermRangeQuery.newStringRange(field, null, text, true, false);
            case "<=" -> TermRangeQuery.newStringRange(field, null, text, true, true);
            case ">" -> TermRangeQuery.newStringRange(field, text, null, false, true);
            case ">=" -> TermRangeQuery.newStringRange(field, text, null, true, true);
            default -> new BooleanQuery.Builder().add(TermRangeQuery.newStringRange(field, null, null, true, true), Occur.FILTER)
                    .add(same, Occur.MUST_NOT)
                    .build();
        };
    }

    /** {@return what is expected where a name is not known, or is of the other kind} */
    String expected(String name) {
        if (number(name, "=", 0) != null) {
            return "a text's name (" + name + " is a number)";
        }
        if (text(name, "=", "") != null) {
            return "a number's name (" + name + " is a text; texts stand in single quotes)";
        }
        Set<String> names = new TreeSet<>(NUMBERS);
        names.addAll(TEXTS);
        for (String field : fields) {
            if (field.startsWith(PictureFields.NUMBER) || field.startsWith(PictureFields.TEXT)) {
                names.add(field.substring(PictureFields.NUMBER.length()));
            }
        }
        return "one of the names " + String.join(", ", names);
    }
}
