package io.mode4j.distill;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.Manifest;
import io.mode4j.clip.ClipConfig;
import io.mode4j.clip.checkpoint.ClipCheckpoint;
import io.mode4j.ensemble.PerTextRule;
import io.mode4j.shard.index.SampleIndex;
import io.mode4j.train.Distillation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Experts as the teachers of one student. Each text weighs them by its own distances to their centres, by the {@link PerTextRule}: the ensemble's logit of picture i and text j is
 * {@code sum over experts k of w_k(j) scale_k <image_k(i), text_k(j)>}. Pictures and texts are seen as in evaluation, whatever the student's augmentation makes of them.
 */
public final class RoutedTeachers implements Distillation {
    private static final PerTextRule RULE = new PerTextRule();

    private final List<Asked> teachers;
    private final SortedMap<String, String> inputs;
    private final double weight;

    /**
     * A teacher, and what is known of its model.
     *
     * @param dim   E
     * @param scale the factor of its logits
     */
    record Asked(Teacher teacher, int dim, double scale) {}

    private RoutedTeachers(List<Asked> teachers, SortedMap<String, String> inputs, double weight) {
        this.teachers = teachers;
        this.inputs = inputs;
        this.weight = weight;
    }

    /**
     * Teachers, whose features are read when they are opened.
     *
     * @param weight how much they count beside the pairs, between 0 and 1
     * @throws BadInputException if one was trained with another loss than CLIP's
     * @throws IOException       if a model is missing or damaged
     */
    public static RoutedTeachers of(List<Teacher> teachers, double weight) throws IOException {
        List<Asked> asked = new ArrayList<>();
        SortedMap<String, String> inputs = new TreeMap<>();
        for (Teacher teacher : teachers) {
            ClipConfig config = ClipConfig.read(teacher.model().resolve(ClipCheckpoint.CONFIG));
            requireSoftmax(teacher.name(), config);
            asked.add(new Asked(teacher, config.embedDim(), ClipCheckpoint.logitScale(teacher.model())));
            inputs.put("teacher " + teacher.name(), Manifest.read(teacher.model()).fingerprint());
        }
        return new RoutedTeachers(List.copyOf(asked), inputs, weight);
    }

    /**
     * Refuses a model that knows no softmax.
     *
     * @param name of the model, for the message
     * @throws BadInputException if it was, or is to be, trained with SigLIP's loss
     */
    public static void requireSoftmax(String name, ClipConfig config) throws BadInputException {
        if (config.initLogitBias() != null) {
            throw new BadInputException(
                    "%s: distilling compares how probable each text is for a picture among others, which a model of SigLIP's loss does not say; expected one of CLIP's (no init_logit_bias)"
                            .formatted(name));
        }
    }

    @Override
    public SortedMap<String, String> configuration() {
        return new TreeMap<>(
                Map.of("distillation weight", Double.toString(weight), "teachers",
                        "weighed by %s, tau %s".formatted(RULE.name(), RULE.tau())));
    }

    @Override
    public SortedMap<String, String> inputs() {
        return inputs;
    }

    @Override
    public Teachers open(SampleIndex index) throws IOException {
        for (Asked asked : teachers) {
            Manifest.read(asked.teacher().features()).verify(asked.teacher().features());
            Manifest.read(asked.teacher().distances()).verify(asked.teacher().distances());
        }
        return OpenTeachers.of(index, teachers, RULE, weight);
    }
}
