package io.mode4j.ensemble;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * What models are called in {@code logits/}, {@code results.csv} and the report. Any other name is a model like the dense ones: measured on its own.
 */
public final class ModelNames {

    /** The seed model, as the experts began with it. */
    public static final String SEED = "seed";
    /** The seed continued on all data for as many samples as one expert sees. */
    public static final String DENSE = "dense";
    /** The seed continued on all data for as many samples as all experts together see: equal total compute. */
    public static final String DENSE_TOTAL = "dense-total";
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

    private static final String EXPERT_PREFIX = "expert-";
    private static final String RANDOM_PREFIX = "random-";

    /** The order of tables: baselines, single experts, what is made of experts, chance; experts by number, others as named here or by name. */
    static final Comparator<String> TABLE_ORDER = Comparator.comparingInt(ModelNames::group)
            .thenComparingInt(ModelNames::number)
            .thenComparing(Comparator.naturalOrder());

    private static final List<String> GROUPS = List.of(SEED, DENSE, DENSE_TOTAL, "", EXPERT_PREFIX, RANDOM_PREFIX, BEST_SINGLE_EXPERT,
            RANDOM_SPLIT,
            UNIFORM, MODE_PREFIX, CHANCE);
    private static final List<String> RULES = List.of("paper", "reference", "nearest");

    private ModelNames() {}

    /** The model of coarse cluster c. */
    public static String expert(int c) {
        return EXPERT_PREFIX + c;
    }

    /** The model of part c of a random split. */
    public static String randomExpert(int c) {
        return RANDOM_PREFIX + c;
    }

    /** Whether this is the model of a coarse cluster. */
    public static boolean isExpert(String model) {
        return number(EXPERT_PREFIX, model).isPresent();
    }

    /** Whether this is the model of a part of a random split. */
    public static boolean isRandomExpert(String model) {
        return number(RANDOM_PREFIX, model).isPresent();
    }

    /** The experts among the models, in the order of their clusters. */
    static List<String> experts(List<String> models) {
        return numbered(EXPERT_PREFIX, models);
    }

    /** The random-split experts among the models, in the order of their parts. */
    static List<String> randomExperts(List<String> models) {
        return numbered(RANDOM_PREFIX, models);
    }

    private static int group(String model) {
        if (GROUPS.contains(model)) {
            return GROUPS.indexOf(model);
        }
        String prefix = isExpert(model) ? EXPERT_PREFIX
                : isRandomExpert(model) ? RANDOM_PREFIX : model.startsWith(MODE_PREFIX) ? MODE_PREFIX : "";
        return GROUPS.indexOf(prefix);
    }

    private static int number(String model) {
        if (model.startsWith(MODE_PREFIX)) {
            int rule = RULES.indexOf(model.substring(MODE_PREFIX.length()));
            return rule < 0 ? RULES.size() : rule;
        }
        return number(EXPERT_PREFIX, model).orElse(number(RANDOM_PREFIX, model).orElse(0));
    }

    private static List<String> numbered(String prefix, List<String> models) {
        return models.stream()
                .filter(model -> number(prefix, model).isPresent())
                .sorted(Comparator.comparingInt(model -> number(prefix, model).orElse(0)))
                .toList();
    }

    private static OptionalInt number(String prefix, String model) {
        return model.matches(prefix + "[0-9]{1,6}") ? OptionalInt.of(Integer.parseInt(model.substring(prefix.length())))
                : OptionalInt.empty();
    }
}
