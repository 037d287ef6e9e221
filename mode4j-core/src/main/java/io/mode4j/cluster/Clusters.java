package io.mode4j.cluster;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.artifact.Manifest;
import io.mode4j.artifact.Store;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.embed.PictureEmbedStage;
import io.mode4j.format.Safetensors.Tensor;
import io.mode4j.format.Safetensors;
import io.mode4j.format.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The two-step hierarchy: m fine centres, and the coarse cluster of each. On disk {@code fine.safetensors} (centers [m, D] float32, sizes [m] int64,
 * mean_distances [m] float32) and {@code coarse.safetensors} (centers [n, D] float32, fine_to_coarse [m] int32); both name the distance in their
 * metadata. The arrays are not copied: nobody changes them.
 *
 * @param fine m fine centres
 * @param sizes points of each fine centre in the fit's sample
 * @param meanDistances mean distance of these to it
 * @param coarse n coarse centres
 * @param fineToCoarse the coarse cluster of each fine centre
 * @param distance between embeddings
 */
@SuppressWarnings("ArrayRecordComponent") // matrices, shared on purpose; nobody compares these
public record Clusters(Centers fine, long[] sizes, float[] meanDistances, Centers coarse, int[] fineToCoarse, Distance distance) {
    public static final String FINE = "fine.safetensors";
    public static final String COARSE = "coarse.safetensors";
    private static final String DISTANCE = "distance";
    private static final String CENTERS = "centers";

    /**
     * Checks the shapes.
     *
     * @throws IllegalArgumentException if the parts do not fit together
     */
    public Clusters {
        if (sizes.length != fine.count() || meanDistances.length != fine.count() || fineToCoarse.length != fine.count()
                || coarse.dim() != fine.dim()) {
            throw new IllegalArgumentException(
                    "fine centres [" + fine.count() + ", " + fine.dim() + "] do not fit " + sizes.length + " sizes, " + meanDistances.length
                            + " mean distances, " + fineToCoarse.length + " coarse clusters and coarse centres of dim " + coarse.dim());
        }
        for (int cluster : fineToCoarse) {
            if (cluster < 0 || cluster >= coarse.count()) {
                throw new IllegalArgumentException("coarse cluster " + cluster + " is not in 0 .. " + (coarse.count() - 1));
            }
        }
    }

    /** n, the number of coarse clusters, one for each expert. */
    public int experts() {
        return coarse.count();
    }

    /**
     * Reads and checks a cluster folder.
     *
     * @throws IOException if a file is missing or damaged
     */
    public static Clusters read(Path folder) throws IOException {
        return read(Store.of(folder));
    }

    /** Reads and checks a cluster folder in a store, as {@link #read(Path)}. */
    public static Clusters read(Store folder) throws IOException {
        try (SafetensorsFile fine = SafetensorsFile.open(folder.local(FINE));
                SafetensorsFile coarse = SafetensorsFile.open(folder.local(COARSE))) {
            fine.verify();
            coarse.verify();
            return new Clusters(centers(fine, CENTERS), fine.longs("sizes"), fine.floats("mean_distances"), centers(coarse, CENTERS),
                    coarse.ints("fine_to_coarse"),
                    Distance.valueOf(fine.metadata().getOrDefault(DISTANCE, Distance.EUCLIDEAN.name())));
        } catch (IllegalArgumentException e) {
            throw new DamagedException(folder.place(""), "fine and coarse centres that fit together", String.valueOf(e.getMessage()));
        }
    }

    /** The tensor of that name, {@code [K, D]}. */
    static Centers centers(SafetensorsFile file, String name) throws IOException {
        long[] shape = file.tensor(name).shape();
        if (shape.length != 2) {
            throw new IllegalArgumentException(name + " have " + shape.length + " dimensions, expected 2");
        }
        return new Centers(Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), file.floats(name));
    }

    /**
     * The clusters as texts can be compared with them: all numbers of the centres, or, where captions and pictures were embedded together, those of the
     * captions.
     *
     * @param embeddings the folder of the embeddings that were clustered, or that of the clusters, which says it too
     * @throws BadInputException if pictures alone were embedded
     */
    public Clusters forTexts(Path embeddings) throws IOException {
        if (!Files.exists(embeddings.resolve(Manifest.NAME))
                || !(Manifest.read(embeddings).summary().get(PictureEmbedStage.TEXT_DIM) instanceof Number textDim)) {
            return this;
        }
        if (textDim.intValue() == 0) {
            throw new BadInputException(embeddings + " holds pictures alone: texts cannot be compared with their clusters, so that experts"
                    + " cannot be weighed by texts. Cluster captions, or both (option embedding text or both)");
        }
        return new Clusters(fine.leading(textDim.intValue()), sizes, meanDistances, coarse.leading(textDim.intValue()), fineToCoarse,
                distance);
    }

    /** Writes both files; {@code metadata} goes into each beside the distance. */
    public void write(Store folder, Map<String, String> metadata) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put(DISTANCE, distance.name());
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(CENTERS, tensor(fine));
        tensors.put("sizes", Tensor.of(sizes, sizes.length));
        tensors.put("mean_distances", Tensor.of(meanDistances, meanDistances.length));
        folder.write(FINE, Safetensors.content(tensors, all));
        SequencedMap<String, Tensor> upper = new LinkedHashMap<>();
        upper.put(CENTERS, tensor(coarse));
        upper.put("fine_to_coarse", Tensor.of(fineToCoarse, fineToCoarse.length));
        folder.write(COARSE, Safetensors.content(upper, all));
    }

    /** Centres as a tensor over their numbers. */
    public static Tensor tensor(Centers centers) {
        return Tensor.of(centers.values(), centers.count(), centers.dim());
    }
}
