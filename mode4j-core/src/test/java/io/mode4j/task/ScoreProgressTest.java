package io.mode4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.progress.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is seen while models are asked. */
class ScoreProgressTest extends ColourTasks {

    /** What a run of the task "numbered" says while models are asked. */
    private List<String> said() throws IOException {
        List<String> said = new ArrayList<>();
        Progress telling = (name, total, _, done) -> new Progress.Bar() {
            private final boolean scores = name.startsWith("score");

            {
                say("%s: %d of %d".formatted(name, done, total));
            }

            private void say(String text) {
                if (scores) {
                    said.add(text);
                }
            }

            @Override
            public void advance(long pictures) {
                say("+" + pictures);
            }

            @Override
            public void note(String text) {
                say(text);
            }

            @Override
            public void close() {
                say("done");
            }
        };
        new ScoreStage(new FileLayer(), telling, engine, ColourEngine.tokenizer(), new Images(PictureDecoder.plainJava()), Routing.none())
                .run(colours().subList(1, 2), models, evaluation);
        return said;
    }

    @Test
    void theBarNamesTheModelThatIsAsked() throws IOException {
        models.remove("small");
        assertThat(said()).containsExactly("score numbered: 0 of 8", "right", "+4", "swapped", "+4", "done");
        models.put("new", ColourEngine.model(root.resolve("new"), "bgr", 8));
        assertThat(said()).containsExactly("score numbered: 8 of 12", "new", "+4", "done");
    }
}
