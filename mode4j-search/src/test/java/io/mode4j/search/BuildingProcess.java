package io.mode4j.search;

import io.mode4j.progress.Progress;
import io.mode4j.shard.source.ShardSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Builds an index of a folder, so slowly that there is time to end it, and says when a batch has its vectors. */
final class BuildingProcess {
    private static final long MILLIS_A_BATCH = 200;

    private BuildingProcess() {}

    public static void main(String[] arguments) throws Exception {
        ColourSpace slow = new ColourSpace() {
            @Override
            public float[][] imageFeatures(List<byte[]> pictures) throws IOException {
                try {
                    Thread.sleep(MILLIS_A_BATCH);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                System.out.println("a batch");
                return super.imageFeatures(pictures);
            }
        };
        Path index = Path.of(arguments[1]);
        try (PictureIndexWriter writer = PictureIndexWriter.open(index, Pictures.of(slow, index.resolveSibling("model")))) {
            IndexBuild.Done done = new IndexBuild(writer, slow, Progress.silent()).run(ShardSet.of(List.of(arguments[0])));
            System.out.println("kept " + done.kept() + ", added " + done.added());
        }
    }
}
