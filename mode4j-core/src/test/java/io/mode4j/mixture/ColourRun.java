package io.mode4j.mixture;

import io.mode4j.artifact.FileLayer;
import io.mode4j.artifact.Recipe;
import io.mode4j.artifact.RunDirectory;
import io.mode4j.artifact.StageFolder;
import io.mode4j.cluster.ExpertClusters;
import io.mode4j.cluster.points.Centers;
import io.mode4j.cluster.points.Distance;
import io.mode4j.image.Images;
import io.mode4j.image.PictureDecoder;
import io.mode4j.task.ColourData;
import io.mode4j.task.ColourEngine;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A run of experts that know colours; each has centres of the colours that its name says. */
public final class ColourRun {

    static final FileLayer FILES = new FileLayer();

    /** The run directory. */
    public final RunDirectory run;
    final ColourEngine engine = new ColourEngine();

    /** At a place where there is one, or will be. */
    public ColourRun(Path root) {
        run = new RunDirectory(root);
    }

    /** Three experts of unlike colours, one of which sees smaller pictures. */
    public static ColourRun ofThree(Path root) throws IOException {
        ColourRun run = new ColourRun(root);
        run.expert("expert-0", "rgr", 8, List.of(new float[]{1, 0, 0}, new float[]{0.9f, 0.3f, 0}));
        run.expert("expert-1", "bgb", 4, List.of(new float[]{0, 1, 0}));
        run.expert("expert-2", "rgb", 8, List.of(new float[]{0, 0.1f, 1}, new float[]{0.6f, 0, 0.7f}, new float[]{0, 0, 0.8f}));
        return run;
    }

    void expert(String name, String channels, int size, List<float[]> centers) throws IOException {
        expert(name, channels, size, centers, ColourEngine.sentences().identity());
    }

    void expert(String name, String channels, int size, List<float[]> centers, String encoder) throws IOException {
        Path folder = run.experts().resolve(name);
        StageFolder stage = StageFolder.of(FILES, folder, new Recipe("train", 1, new TreeMap<>(), new TreeMap<>()));
        stage.begin();
        ColourEngine.model(folder, channels, size);
        float[] values = new float[3 * centers.size()];
        for (int k = 0; k < centers.size(); k++) {
            System.arraycopy(centers.get(k), 0, values, 3 * k, 3);
        }
        new ExpertClusters(new Centers(centers.size(), 3, values), new Centers(1, 3, centers.getFirst()), Distance.EUCLIDEAN, 10, 3,
                encoder,
                "").write(FILES, folder);
        stage.finish(Map.of());
    }

    /** Opens it. */
    public Mode load(ModeOptions options) throws IOException {
        return Mode.load(run, options, engine, ColourEngine.sentences(), images(), ColourEngine.tokenizer());
    }

    static Images images() {
        return new Images(PictureDecoder.plainJava());
    }

    /** PNGs of one colour each. */
    public static List<byte[]> pictures(Color... colours) throws IOException {
        List<byte[]> pictures = new ArrayList<>();
        for (Color colour : colours) {
            pictures.add(ColourData.png(colour));
        }
        return pictures;
    }
}
