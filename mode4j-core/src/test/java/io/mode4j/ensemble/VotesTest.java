package io.mode4j.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mode4j.task.ArrayScores;
import io.mode4j.task.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Votes by hand. */
class VotesTest {

    private static Scores scores(double[]... rows) {
        return new ArrayScores(rows);
    }

    private static double[] row(Scores scores, int r) {
        double[] row = new double[scores.columns()];
        scores.row(r, row);
        return row;
    }

    /** One expert is sure of the first text by 3 to 1, the other of the second by 9 to 1; the first text asks the first expert alone, the second both alike. */
    @Test
    void eachTextTakesTheProbabilitiesOfItsExperts() {
        Scores first = scores(new double[]{Math.log(3), 0}, new double[]{1000, 0});
        Scores second = scores(new double[]{0, Math.log(9)}, new double[]{-1000, -1000});
        Votes votes = Votes.ofLogits(List.of(first, second), new float[][]{{1, 0}, {0.5f, 0.5f}});
        assertThat(row(votes, 0)).containsExactly(new double[]{0.75, 0.5 * 0.25 + 0.5 * 0.9}, within(1e-12));
        assertThat(row(votes, 1)).containsExactly(new double[]{1, 0.25}, within(1e-12));
    }

    /** The same with texts as rows: a picture is a column, and similarities are a hundredth of the logits. */
    @Test
    void similaritiesAreScaledAndTakenByPicture() {
        Scores first = scores(new double[]{Math.log(3) / 100, 1}, new double[]{0, -1});
        Scores second = scores(new double[]{0, -1}, new double[]{Math.log(9) / 100, -1});
        Votes votes = Votes.ofSimilarities(List.of(first, second), new float[][]{{1, 0}, {0.5f, 0.5f}});
        assertThat(row(votes, 0)).containsExactly(new double[]{0.75, 1}, within(1e-12));
        assertThat(row(votes, 1)).containsExactly(new double[]{0.5 * 0.25 + 0.5 * 0.9, 0.25}, within(1e-12));
    }

    @Test
    void everyTextNeedsItsWeights() {
        Scores two = scores(new double[]{0, 1});
        assertThatThrownBy(() -> Votes.ofLogits(List.of(two), new float[][]{{1}})).hasMessageContaining("1 weights for 2 texts");
        assertThatThrownBy(() -> Votes.ofSimilarities(List.of(two), new float[][]{{1}, {1}})).hasMessageContaining("2 weights for 1 texts");
    }
}
