package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Manifest;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import io.mode4j.format.Safetensors.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * An expert's share of the clusters, with which it can be weighed wherever it is: on disk {@value #FILE} in its folder, {@code fine} [k, D] and {@code coarse} [1, D]
 * float32, and all else in the metadata.
 *
 * @param fine     k fine centres, whose pairs the expert was trained on
 * @param coarse   its coarse centre
 * @param distance between embeddings
 * @param pairs    how many have one of these fine centres as their nearest; 0 where that is not known
 * @param textDim  how many numbers of a centre texts can be compared with, from the first on
 * @param encoder  identity of the encoder that embedded the captions, or, of pictures alone, these; empty where that is not known
 * @param seed     fingerprint of the model that the expert continued; empty where that is not known
 */
public record ExpertClusters(Centers fine, Centers coarse, Distance distance, long pairs, int textDim, String encoder, String seed) {

    /** The file's name. */
    public static final String FILE = "clusters.safetensors";

    private static final String DISTANCE = "distance";
    private static final String PAIRS = "pairs";
    private static final String ENCODER = "encoder";
    private static final String SEED = "seed";

    /** One coarse centre, in the space of the fine ones. */
    public ExpertClusters {
        if (coarse.count() != 1 || coarse.dim() != fine.dim() || textDim < 0 || textDim > fine.dim()) {
            throw new IllegalArgumentException(
                    "fine centres [%d, %d] need one coarse centre of that dim and texts of at most it; found [%d, %d], %d"
                            .formatted(fine.count(), fine.dim(), coarse.count(), coarse.dim(), textDim));
        }
    }

    /** The share of coarse cluster {@code expert}, and nothing else that is known. */
    public static ExpertClusters of(Clusters clusters, int expert) {
        int[] own = IntStream.range(0, clusters.fine().count()).filter(k -> clusters.fineToCoarse()[k] == expert).toArray();
        int dim = clusters.fine().dim();
        return new ExpertClusters(some(clusters.fine(), own), new Centers(1, dim, clusters.coarse().row(expert)), clusters.distance(), 0,
                dim,
                "", "");
    }

    private static Centers some(Centers all, int... numbers) {
        int dim = all.dim();
        float[] values = new float[numbers.length * dim];
        for (int k = 0; k < numbers.length; k++) {
            System.arraycopy(all.values(), numbers[k] * dim, values, k * dim, dim);
        }
        return new Centers(numbers.length, dim, values);
    }

    private static Centers mean(Centers all) {
        double[] sums = new double[all.dim()];
        for (int i = 0; i < all.values().length; i++) {
            sums[i % sums.length] += all.values()[i];
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / all.count());
        }
        return new Centers(1, mean.length, mean);
    }

    /**
     * The share of coarse cluster {@code expert}, with all that the stages before say of it.
     *
     * @param clusters    folder of the cluster stage
     * @param assignments folders of the assignment stage, one of all pairs that came together; those that came before a cluster was known have none in it
     * @param seed        fingerprint of the model that the expert continues
     */
    public static ExpertClusters of(Path clusters, List<Path> assignments, int expert, String seed) throws IOException {
        long pairs = 0;
        for (Path folder : assignments) {
            List<?> sizes = (List<?>) Manifest.read(folder).summary().getOrDefault(AssignmentSummary.COARSE_SIZES, List.of());
            pairs += expert < sizes.size() ? ((Number) sizes.get(expert)).longValue() : 0;
        }
        return of(Clusters.read(clusters), expert).as(clusters, pairs, seed);
    }

    /**
     * The share of some fine clusters, as above; its coarse centre is their mean.
     *
     * @param fine numbers of the fine clusters
     */
    public static ExpertClusters of(Path clusters, Path assignments, List<Integer> fine, String seed) throws IOException {
        Clusters all = Clusters.read(clusters);
        Centers own = some(all.fine(), fine.stream().mapToInt(Integer::intValue).toArray());
        long[] sizes = Assignments.open(assignments).fineSizes();
        long pairs = fine.stream().mapToLong(k -> sizes[k]).sum();
        return new ExpertClusters(own, mean(own), all.distance(), 0, own.dim(), "", "").as(clusters, pairs, seed);
    }

    /** The same centres, with what the stage says that made them. */
    private ExpertClusters as(Path clusters, long own, String continued) throws IOException {
        Map<String, Object> said = Manifest.read(clusters).summary();
        int dim = said.get(PictureEmbedStage.TEXT_DIM) instanceof Number numbers ? numbers.intValue() : fine.dim();
        String identity = said.containsKey(EncoderReference.KEY) ? EncoderReference.read(clusters).identity()
                : said.containsKey(EncoderReference.PICTURES) ? EncoderReference.readPictures(clusters).identity() : "";
        return new ExpertClusters(fine, coarse, distance, own, dim, identity, continued);
    }

    /** Whether an expert's folder has its share. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * Reads and checks the share of an expert.
     *
     * @throws IOException if the file is missing or damaged
     */
    public static ExpertClusters read(Path folder) throws IOException {
        Path path = folder.resolve(FILE);
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            file.verify();
            Map<String, String> said = file.metadata();
            Centers fine = Clusters.centers(file, "fine");
            return new ExpertClusters(fine, Clusters.centers(file, "coarse"),
                    Distance.valueOf(said.getOrDefault(DISTANCE, Distance.EUCLIDEAN.name())), Long.parseLong(said.getOrDefault(PAIRS, "0")),
                    Integer.parseInt(said.getOrDefault(PictureEmbedStage.TEXT_DIM, String.valueOf(fine.dim()))),
                    said.getOrDefault(ENCODER, ""), said.getOrDefault(SEED, ""));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(path, "fine centres and a coarse centre that fit together", String.valueOf(e.getMessage()));
        }
    }

    /** Writes the file. */
    public void write(FileLayer files, Path folder) throws IOException {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fine", Clusters.tensor(fine));
        tensors.put("coarse", Clusters.tensor(coarse));
        Map<String, String> said = new LinkedHashMap<>();
        said.put(DISTANCE, distance.name());
        said.put(PAIRS, Long.toString(pairs));
        said.put(PictureEmbedStage.TEXT_DIM, Integer.toString(textDim));
        said.put(ENCODER, encoder);
        said.put(SEED, seed);
        Safetensors.write(files, folder.resolve(FILE), tensors, said);
    }

    /** Whether pictures alone were clustered, so that no text can be compared with the centres. */
    public boolean ofPictures() {
        return textDim == 0;
    }

    /**
     * The centres as texts can be compared with them.
     *
     * @throws BadInputException if pictures alone were clustered
     */
    public ExpertClusters forTexts() throws BadInputException {
        if (textDim == 0) {
            throw new BadInputException(
                    "the experts' clusters are of pictures alone: texts cannot be compared with them, so that experts cannot"
                            + " be weighed by texts. Cluster captions, or both (option embedding text or both)");
        }
        return new ExpertClusters(fine.leading(textDim), coarse.leading(textDim), distance, pairs, textDim, encoder, seed);
    }
}
