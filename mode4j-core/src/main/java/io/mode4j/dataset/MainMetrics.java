package io.mode4j.dataset;

import io.mode4j.task.ClassificationMetrics;
import io.mode4j.task.LabelSets;
import io.mode4j.task.Metric;
import io.mode4j.task.RetrievalMetrics;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which metric sums a well-known data set up. Stateless. */
public final class MainMetrics {

    /** The 26 tasks of CLIP's evaluation, in the order in which papers print them. */
    private static final List<String> CLIP_26 = List.of("imagenet", "Food101", "CIFAR10", "CIFAR100", "CUB200", "SUN397", "StanfordCars",
            "FGVCAircraft", "DescribableTextures", "OxfordPets", "Caltech101", "Flowers102", "MNIST", "FacialEmotionRecognition2013",
            "STL10",
            "EuroSAT", "RESISC45", "GTSRB", "KITTI", "Country211", "PatchCamelyon", "UCF101", "Kinetics700", "CLEVRCounts", "HatefulMemes",
            "SST2");

    /** Those of them that are not summed up by accuracy. */
    private static final Set<String> RECALL = Set.of("FGVCAircraft", "OxfordPets", "Caltech101", "Flowers102");
    private static final Map<String, Metric> OTHERS = Map.of("Kinetics700", ClassificationMetrics.MEAN_OF_TOP_1_AND_5, "HatefulMemes",
            ClassificationMetrics.ROC_AUC);

    /** Those of DataComp's data sets that are not summed up by accuracy; the names are without the collection that they are of. */
    private static final Map<String, Metric> BENCHMARK = Map.of("caltech101", ClassificationMetrics.MEAN_PER_CLASS_RECALL, "fgvc_aircraft",
            ClassificationMetrics.MEAN_PER_CLASS_RECALL, "flowers", ClassificationMetrics.MEAN_PER_CLASS_RECALL, "pets",
            ClassificationMetrics.MEAN_PER_CLASS_RECALL, "iwildcam", ClassificationMetrics.F1_MACRO, "fmow",
            ClassificationMetrics.WORST_GROUP_ACC1, "geode", ClassificationMetrics.WORST_GROUP_ACC1, "dollar_street",
            ClassificationMetrics.WORST_GROUP_ACC5);

    /** Their metric is of groups of pictures. */
    private static final Set<Metric> OF_GROUPS = Set.of(ClassificationMetrics.WORST_GROUP_ACC1, ClassificationMetrics.WORST_GROUP_ACC5);

    private MainMetrics() {}

    /** The names of the 26 tasks of CLIP's evaluation, in the order in which papers print them. */
    public static List<String> clip26() {
        return CLIP_26;
    }

    /** The metric of a task of a {@code clipeval} folder: that of the 26, and accuracy of others. */
    public static Metric ofClipEval(String task) {
        return RECALL.contains(task) ? ClassificationMetrics.MEAN_PER_CLASS_RECALL
                : OTHERS.getOrDefault(task, ClassificationMetrics.ACC1);
    }

    /** The metrics of a benchmark's data set: DataComp's, and accuracy, mean average precision or recall at 1 of others. */
    static List<Metric> ofBenchmark(String name, DataKind kind) {
        return switch (kind) {
            case MULTILABEL -> List.of(LabelSets.MEAN_AVERAGE_PRECISION);
            case RETRIEVAL -> List.of(RetrievalMetrics.TEXT_TO_IMAGE_RECALL_1, RetrievalMetrics.IMAGE_TO_TEXT_RECALL_1);
            case CLASSIFICATION -> List.of(BENCHMARK.getOrDefault(DataSetNames.withoutCollection(name), ClassificationMetrics.ACC1));
        };
    }

    /** Whether a metric needs pictures in groups. */
    static boolean ofGroups(Metric metric) {
        return OF_GROUPS.contains(metric);
    }
}
