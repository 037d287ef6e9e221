package io.mode4j.search;

import io.mode4j.linalg.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Folds near copies into the best of them: pictures of equal bytes, and those whose vectors have a cosine of at least {@value #NEAR}. Not safe for use by several threads. */
final class Folding {
    /** From here on two pictures are shown as one. */
    static final double NEAR = 0.985;

    private final VectorSearch vectors;
    private final List<Kept> kept = new ArrayList<>();

    /** A picture that was found, and the number of its document. */
    record Seen(Found found, int doc) {}

    private static final class Kept {
        private final Found found;
        private final float[] vector;
        private int copies;

        Kept(Found found, float[] vector) {
            this.found = found;
            this.vector = vector;
        }
    }

    Folding(VectorSearch vectors) {
        this.vectors = vectors;
    }

    /** Takes a picture that is no better than those before. */
    void take(Seen seen) throws IOException {
        float[] vector = vectors.vector(seen.doc);
        for (Kept one : kept) {
            if (one.found.picture().hash().equals(seen.found.picture().hash())
                    || Vectors.dot(one.vector, 0, vector, 0, vector.length) >= NEAR) {
                one.copies++;
                return;
            }
        }
        kept.add(new Kept(seen.found, vector));
        kept.getLast().copies = 1;
    }

    int different() {
        return kept.size();
    }

    List<Found> best(int k) {
        return kept.stream().limit(k).map(one -> new Found(one.found.picture(), one.found.similarity(), one.copies)).toList();
    }
}
