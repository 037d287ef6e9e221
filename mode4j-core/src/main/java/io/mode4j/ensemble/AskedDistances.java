package io.mode4j.ensemble;

import io.mode4j.ensemble.EnsembleOptions.Routed;
import io.mode4j.task.ScoredTask;
import java.io.IOException;

/**
 * How far what a task asks, its texts, or its pictures where these weigh the experts, is from the centres of each expert.
 *
 * @param fine       to the fine centres
 * @param coarse     to the coarse centres
 * @param ofPictures whether these are pictures
 * @param everyText  whether each text is also a question of its own
 */
record AskedDistances(TextDistances fine, TextDistances coarse, boolean ofPictures, boolean everyText) {

    static AskedDistances of(ScoredTask task, Experts experts) throws IOException {
        float[][] asked = experts.ofPictures() ? task.pictureEmbeddings() : task.textEmbeddings();
        return new AskedDistances(TextDistances.of(asked, experts), TextDistances.ofCoarse(asked, experts), experts.ofPictures(),
                task.kind().asksEveryText());
    }

    /** To these of the experts alone, by their numbers. */
    AskedDistances among(int... experts) {
        return new AskedDistances(fine.among(experts), coarse.among(experts), ofPictures, everyText);
    }

    /** What a rule looks at. */
    TextDistances of(Routed routed) {
        return routed.coarse() ? coarse : fine;
    }
}
