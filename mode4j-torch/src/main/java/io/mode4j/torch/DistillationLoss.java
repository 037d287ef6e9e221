package io.mode4j.torch;

import java.io.IOException;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How far a student's similarities of n pairs are from those of its teachers: the mean of two divergences KL(teachers ‖ student), of each image among the texts and of each text among
 * the images, each a mean over n (contrastive relational distillation, Yang et al. 2024, CLIP-KD). Stateless.
 *
 * <p>
 * Pairs whose captions are equal are not masked here: to teachers and student alike an image is as near to the one as to the other, so that nothing is torn apart.
 *
 * <p>
 * As in {@link ContrastiveLoss} nothing of n² is kept: the derivative by a logit of the student is {@code (p + q - p' - q') / 2n}, p and q the softmax of its row and of its column, p' and q'
 * those of the teachers.
 */
final class DistillationLoss {
    private static final int SUMS = 4; // [n] each

    private DistillationLoss() {}

    /** Rows among columns, to the student and to its teachers, whose vectors are [n, D]. */
    private record Direction(LogitStrips student, Tensor rows, Tensor columns) {

        /** {@return [k, n], the teachers' logits of the rows of a strip} */
        Tensor teachers(LogitStrips.Strip strip) {
            return strip.of(rows).matmul(columns.t());
        }
    }

    /** Logarithms of sums of exponentials over each row of a direction, [n]. */
    private record Sums(Tensor student, Tensor teachers) {}

    /**
     * {@return the loss and its gradients}
     *
     * @param images
     *            the student's [n, E], not normalised
     * @param texts
     *            the student's [n, E], not normalised
     * @param logScale
     *            natural logarithm of the student's logit scale, a scalar
     * @param teachers
     *            [n, 2, D], of each pair the image's vector and the text's, whose products are the teachers' logits
     * @param captionIds
     *            [n], int64
     * @param own
     *            the pairs that this rank computes
     * @param workers
     *            that compute it
     */
    static PairLoss of(Tensor images, Tensor texts, Tensor logScale, Tensor teachers, Tensor captionIds, OwnRows own,
            PinnedThreads workers) throws IOException {
        try (NoGradGuard _ = new NoGradGuard()) {
            UnitFeatures unitImages = UnitFeatures.of(images);
            UnitFeatures unitTexts = UnitFeatures.of(texts);
            Tensor scale = logScale.exp();
            Tensor ofImages = teachers.select(1, 0);
            Tensor ofTexts = teachers.select(1, 1);
            Direction forImages = new Direction(new LogitStrips(unitImages, unitTexts, scale, Negatives.of(captionIds), own, workers),
                    ofImages, ofTexts);
            Direction forTexts = new Direction(new LogitStrips(unitTexts, unitImages, scale, Negatives.of(captionIds), own, workers),
                    ofTexts, ofImages);
            long n = teachers.size(0);
            Tensor shared = scale.new_zeros(new long[]{SUMS * n + 1});
            Sums imageSums = new Sums(shared.narrow(0, 0, n), shared.narrow(0, n, n));
            Sums textSums = new Sums(shared.narrow(0, 2 * n, n), shared.narrow(0, 3 * n, n));
            Tensor loss = shared.select(0, SUMS * n);
            loss.add_(divergence(forImages, imageSums)).add_(divergence(forTexts, textSums));
            own.sum(shared);
            Tensor byLogScales = forImages.student.scalars();
            Tensor byImages = forImages.student.byRows(strip -> byLogits(forImages, strip, imageSums, textSums), byLogScales);
            Tensor byTexts = forTexts.student.byRows(strip -> byLogits(forTexts, strip, textSums, imageSums), forTexts.student.scalars());
            return new PairLoss(loss, byImages, byTexts, byLogScales.sum(), null);
        }
    }

    /** Puts the sums of the own rows into their places, and returns these rows' part of the loss. */
    private static Tensor divergence(Direction direction, Sums sums) {
        Tensor losses = direction.student.scalars();
        direction.student.forEach(strip -> {
            Tensor teachers = direction.teachers(strip);
            Tensor ofStudent = strip.logits().logsumexp(1);
            Tensor ofTeachers = teachers.logsumexp(1);
            strip.of(sums.student).copy_(ofStudent);
            strip.of(sums.teachers).copy_(ofTeachers);
            Tensor gaps = teachers.sub(strip.logits());
            Tensor means = teachers.sub_(ofTeachers.unsqueeze(1)).exp_().mul_(gaps).sum();
            strip.put(losses, means.add_(ofStudent.sub_(ofTeachers).sum()).mul_(strip.half()));
        });
        return losses.sum();
    }

    private static Tensor byLogits(Direction direction, LogitStrips.Strip strip, Sums rows, Sums columns) {
        Tensor by = strip.probabilities(rows.student, columns.student);
        return by.sub_(strip.with(direction.teachers(strip)).probabilities(rows.teachers, columns.teachers)).mul_(strip.half());
    }
}
