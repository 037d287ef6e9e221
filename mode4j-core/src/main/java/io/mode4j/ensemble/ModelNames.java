package io.mode4j.ensemble;

import io.mode4j.artifact.BadInputException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What models are called in {@code logits/}, {@code results.csv} and the report. Experts are called as their folders are; any other name is a model like the dense ones:
 * measured on its own.
 */
public final class ModelNames {

    /** The seed model, as the experts began with it. */
    public static final String SEED = "seed";
    /** The seed continued on all data for as many samples as one expert sees. */
    public static final String DENSE = "dense";
    /** The seed continued on all data for as many samples as all experts together see: equal total compute. */
    public static final String DENSE_TOTAL = "dense-total";
    /** What others are compared with. */
    public static final List<String> BASELINES = List.of(DENSE, DENSE_TOTAL);
    /** In results only: the one expert with the best mean over all tasks, on every task. */
    public static final String BEST_SINGLE_EXPERT = "best-single-expert";
    /** In results only: the experts with equal weights. */
    public static final String UNIFORM = "uniform";
    /** In results only: experts of a random split with equal weights. */
    public static final String RANDOM_SPLIT = "random-split";
    /** In results only: what guessing gives. */
    public static final String CHANCE = "chance";
    /** In results only: the experts weighted by a rule; the rule's name follows. */
    public static final String MODE_PREFIX = "mode-";

    /** Of the experts that training names; their number follows. */
    static final String EXPERT_PREFIX = "expert-";
    private static final String RANDOM_PREFIX = "random-";

    /** The order of experts: by name, and by number where names end in one. */
    static final Comparator<String> EXPERT_ORDER = Comparator.comparing(ModelNames::stem)
            .thenComparingLong(ModelNames::numberAtEnd)
            .thenComparing(Comparator.naturalOrder());

    private static final List<String> GROUPS = List.of(SEED, DENSE, DENSE_TOTAL, "", EXPERT_PREFIX, RANDOM_PREFIX, BEST_SINGLE_EXPERT,
            RANDOM_SPLIT,
            UNIFORM, MODE_PREFIX, CHANCE);
    private static final List<String> RULES = List.of("paper", "reference", "nearest", "per-text", "hard");

    private ModelNames() {}

    /** The model of coarse cluster c, as training names it. */
    public static String expert(int c) {
        return EXPERT_PREFIX + c;
    }

    /** The model of part c of a random split. */
    public static String randomExpert(int c) {
        return RANDOM_PREFIX + c;
    }

    /** Whether this is the model of a part of a random split. */
    public static boolean isRandomExpert(String model) {
        return number(RANDOM_PREFIX, model).isPresent();
    }

    /** The order of tables: baselines, single experts, what is made of experts, chance; experts in their order, others as named here or by name. */
    static Comparator<String> tableOrder(List<String> experts) {
        return Comparator.comparingInt((String model) -> experts.contains(model) ? GROUPS.indexOf(EXPERT_PREFIX) : group(model))
                .thenComparingInt(model -> experts.contains(model) ? experts.indexOf(model) : number(model))
                .thenComparing(Comparator.naturalOrder());
    }

    /**
     * A name that an expert's folder may have: it becomes a row of tables.
     *
     * @throws BadInputException if another model has it, or it has other characters than letters, digits, {@code . _ -}
     */
    public static String checkedExpert(String name, Path folder) throws BadInputException {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || GROUPS.contains(name) || name.startsWith(MODE_PREFIX) || isRandomExpert(name)) {
            throw new BadInputException(
                    "%s: a name of letters, digits, '.', '_' and '-' expected that is no other model's, found '%s'"
                            .formatted(folder, name));
        }
        return name;
    }

    /**
     * Some of the experts, in the order asked for.
     *
     * @param known  all of them
     * @param wanted names, or numbers: {@code 2} is {@code expert-2} where none is called so; empty: all
     * @throws BadInputException if one is not there
     */
    static List<String> chosen(List<String> known, List<String> wanted) throws BadInputException {
        Set<String> names = new LinkedHashSet<>();
        for (String one : wanted) {
            String name = !known.contains(one) && one.matches("[0-9]{1,6}") ? expert(Integer.parseInt(one)) : one;
            if (!known.contains(name)) {
                throw new BadInputException("option experts: expected some of %s, found '%s'".formatted(known, one));
            }
            names.add(name);
        }
        return wanted.isEmpty() ? known : List.copyOf(names);
    }

    /** The random-split experts among the models, in the order of their parts. */
    static List<String> randomExperts(List<String> models) {
        return numbered(RANDOM_PREFIX, models);
    }

    private static int group(String model) {
        if (GROUPS.contains(model)) {
            return GROUPS.indexOf(model);
        }
        return GROUPS.indexOf(isRandomExpert(model) ? RANDOM_PREFIX : model.startsWith(MODE_PREFIX) ? MODE_PREFIX : "");
    }

    private static int number(String model) {
        if (model.startsWith(MODE_PREFIX)) {
            int rule = RULES.indexOf(model.substring(MODE_PREFIX.length()));
            return rule < 0 ? RULES.size() : rule;
        }
        return number(RANDOM_PREFIX, model).orElse(0);
    }

    private static List<String> numbered(String prefix, List<String> models) {
        return models.stream()
                .filter(model -> number(prefix, model).isPresent())
                .sorted(Comparator.comparingInt(model -> number(prefix, model).orElse(0)))
                .toList();
    }

    private static String stem(String name) {
        return name.replaceFirst("[0-9]{1,9}$", "");
    }

    private static long numberAtEnd(String name) {
        String digits = name.substring(stem(name).length());
        return digits.isEmpty() ? -1 : Long.parseLong(digits);
    }

    private static OptionalInt number(String prefix, String model) {
        return model.matches(prefix + "[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(model.substring(prefix.length())))
                : OptionalInt.empty();
    }
}
