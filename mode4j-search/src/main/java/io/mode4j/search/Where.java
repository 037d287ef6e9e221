package io.mode4j.search;

import io.mode4j.artifact.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on pictures: {@code width > 500 and not (shard = '00001' or license = 'unknown')}. Comparisons are of a name with a number, a text in single quotes (two are one within it), {@code true} or
 * {@code false}, by {@code = != < <= > >=}; {@code not} binds most, then {@code and}, then {@code or}. Names are {@code width}, {@code height}, {@code shard}, {@code key}, and those of the pairs' JSON; one with
 * other signs than letters, digits, {@code _ . - :} stands in double quotes. A comparison is true of those pictures alone that have the name. Used once, by recursive descent.
 */
final class Where {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<number>[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)|'(?<text>(?:[^']|'')*)'|\"(?<quoted>[^\"]+)\"|(?<sign><=|>=|!=|[=<>()])|(?<word>[\\p{L}_][\\p{L}\\p{N}_.:-]*))");
    private static final Pattern REST = Pattern.compile("\\S.*", Pattern.DOTALL);
    private static final Set<String> SIGNS = Set.of("=", "!=", "<", "<=", ">", ">=");
    private static final int MOST = 200;
    private static final int DEEPEST = 50;

    private final String text;
    private final Comparisons comparisons;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int compared;
    private int depth;

    /** What kind of token. */
    private enum Kind {
        NUMBER, TEXT, QUOTED, SIGN, WORD, END
    }

    /** A part of the text, and where it begins. */
    private record Token(Kind kind, String text, int at) {
        boolean is(String word) {
            return (kind == Kind.WORD || kind == Kind.SIGN) && text.toLowerCase(Locale.ROOT).equals(word);
        }
    }

    private Where(String text, Set<String> fields) {
        this.text = text;
        this.comparisons = new Comparisons(fields);
    }

    /**
     * {@return the query of a condition}
     *
     * @param fields those of the index
     * @throws BadInputException if it is none, or a name is not known; the message says where
     */
    static Query query(String text, Set<String> fields) throws BadInputException {
        Where where = new Where(text, fields);
        where.split();
        Query query = where.or();
        where.expect(Kind.END, "'and', 'or' or the end");
        return query;
    }

    private void split() throws BadInputException {
        Matcher matcher = TOKEN.matcher(text);
        int at = 0;
        while (matcher.region(at, text.length()).lookingAt()) {
            for (Kind kind : List.of(Kind.NUMBER, Kind.TEXT, Kind.QUOTED, Kind.SIGN, Kind.WORD)) {
                String group = kind.name().toLowerCase(Locale.ROOT);
                if (matcher.group(group) != null) {
                    tokens.add(new Token(kind, matcher.group(group), matcher.start(group)));
                }
            }
            at = matcher.end();
        }
        Matcher rest = REST.matcher(text).region(at, text.length());
        if (rest.find()) {
            throw wrong(rest.start(), "a name, a number, a 'text', a comparison or a parenthesis");
        }
        tokens.add(new Token(Kind.END, "", text.length()));
    }

    private Query or() throws BadInputException {
        List<Query> either = new ArrayList<>(List.of(and()));
        while (taken("or")) {
            either.add(and());
        }
        return joined(either, Occur.SHOULD);
    }

    private Query and() throws BadInputException {
        List<Query> all = new ArrayList<>(List.of(not()));
        while (taken("and")) {
            all.add(not());
        }
        return joined(all, Occur.FILTER);
    }

    private static Query joined(List<Query> queries, Occur how) {
        if (queries.size() == 1) {
            return queries.getFirst();
        }
        BooleanQuery.Builder joined = new BooleanQuery.Builder();
        queries.forEach(query -> joined.add(query, how));
        return joined.build();
    }

    private Query not() throws BadInputException {
        if (++depth > DEEPEST) {
            throw wrong(tokens.get(next).at, "at most " + DEEPEST + " conditions within each other");
        }
        Query query;
        if (taken("not")) {
            query = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER).add(not(), Occur.MUST_NOT).build();
        } else if (taken("(")) {
            query = or();
            if (!taken(")")) {
                throw wrong(tokens.get(next).at, "')'");
            }
        } else {
            query = comparison();
        }
        depth--;
        return query;
    }

    private Query comparison() throws BadInputException {
        Token name = tokens.get(next);
        if (name.kind != Kind.QUOTED && (name.kind != Kind.WORD || name.is("and") || name.is("or"))) {
            throw wrong(name.at, "a name, 'not' or '('");
        }
        next++;
        if (++compared > MOST) {
            throw wrong(name.at, "at most " + MOST + " comparisons");
        }
        Token sign = expect(Kind.SIGN, "one of = != < <= > >=");
        if (!SIGNS.contains(sign.text)) {
            throw wrong(sign.at, "one of = != < <= > >=");
        }
        Token value = tokens.get(next++);
        boolean isFlag = value.is("true") || value.is("false");
        if (value.kind != Kind.NUMBER && value.kind != Kind.TEXT && !isFlag) {
            throw wrong(value.at, "a number, a text in single quotes, true or false");
        }
        @Nullable
        Query query = value.kind == Kind.NUMBER ? comparisons.number(name.text, sign.text, Double.parseDouble(value.text))
                : comparisons.text(name.text, sign.text, isFlag ? value.text.toLowerCase(Locale.ROOT) : value.text.replace("''", "'"));
        if (query == null) {
            throw wrong(name.at, comparisons.expected(name.text));
        }
        return query;
    }

    private boolean taken(String word) {
        boolean is = tokens.get(next).is(word);
        next += is ? 1 : 0;
        return is;
    }

    private Token expect(Kind kind, String expected) throws BadInputException {
        Token token = tokens.get(next);
        if (token.kind != kind) {
            throw wrong(token.at, expected);
        }
        next++;
        return token;
    }

    private BadInputException wrong(int at, String expected) {
        String found = at >= text.length() ? "the end" : "'" + text.substring(at, Math.min(text.length(), at + 20)) + "'";
        return new BadInputException(
                "option where: expected %s at character %d of \"%s\", found %s".formatted(expected, at + 1, text, found));
    }
}
