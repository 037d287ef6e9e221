package io.mode4j.search;

import java.nio.file.Path;
import java.util.Map;

/** Adds pictures, and says after each commit how many there are for certain. Those that the index has it leaves out, as whoever goes on does. */
final class AddingProcess {
    static final int ALL = 3_000;
    private static final int DIM = 16;

    private AddingProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        float[][] vectors = Pictures.clustered(ALL, DIM, 20, 5);
        try (PictureIndexWriter writer = PictureIndexWriter.open(folder, Pictures.description(DIM, "one"))) {
            int from = 0;
            try (PictureIndex index = PictureIndex.open(folder)) {
                from = (int) index.pictures();
            }
            for (int i = Math.max(0, from - 10); i < ALL; i++) { // some again, which are the same pictures
                writer.add(Pictures.picture("p" + i, Map.of("n", i), "picture " + i), vectors[i]);
                if (i % 50 == 49) {
                    writer.commit();
                    System.out.println(i + 1);
                }
            }
            writer.finish();
        }
        System.out.println("done");
    }
}
