package io.mode4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mode4j.artifact.FileLayer;
import io.mode4j.icons.IconsData;
import io.mode4j.icons.IconsOptions;
import io.mode4j.icons.PictureFormat;
import io.mode4j.progress.Progress;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the documents do what the documents say, on the smallest data: what they name is made first, and training is in miniature. */
class DocumentedCommandsRunTest {
    private static final String TINY = "--config " + KillTest.resource("tiny.yaml") + " --model " + KillTest.resource("tiny-model.json")
            + " --seed-span '40 steps' --expert-span '8 steps' --progress none";

    /** What stands in a document, and what stands for it here; the first that matches is taken. */
    private static final Map<String, String> MINIATURE = new LinkedHashMap<>();

    private static final String ENCODERS = "../mode4j-pipeline/src/test/resources/io/mode4j/pipeline/encoders/"; // from this module's folder

    static {
        MINIATURE.put("run --shards 'data/{00000..00099}.tar' --run DIR --experts 4", "run --shards data --run DIR --experts 4 " + TINY);
        MINIATURE.put("run --shards 'data/{00000..00099}.tar' --run DIR --preset paper --device cuda",
                "run --shards data --run PAPER --preset paper --device cpu " + TINY);
        MINIATURE.put("run --shards 'data/{00000..00099}.tar' --run runs/mine --seed-model models/metaclip-b32",
                "run --shards data --run runs/mine --seed-model models/metaclip-b32 " + TINY);
        MINIATURE.put("run --preset quickstart --shards runs/quickstart/data/train --tasks runs/quickstart/data/tasks.yaml"
                + " --run runs/quickstart --ablations --redo evaluate",
                "run --preset quickstart --shards runs/quickstart/data/train --tasks runs/quickstart/data/tasks.yaml --run runs/quickstart --ablations --redo evaluate "
                        + TINY);
        MINIATURE.put("convert --from b32_fullcc2.5b.pt --architecture MetaCLIP-B-32 --to models/metaclip-b32",
                "convert --from " + model("model.pt") + " --config " + model("model.json") + " --to models/converted");
        MINIATURE.put("clusters import --fine F1024.pth --coarse F1024-C4.pth --run DIR",
                "clusters import --fine FOLDER/F4.pth --coarse FOLDER/F4-C4.pth --run IMPORTED");
        MINIATURE.put("embed --run DIR --encoder models/all-mpnet-base-v2",
                "embed --run ENCODED --encoder " + ENCODERS + "mpnet --progress none");
        MINIATURE.put("embed --run DIR --encoder models/sup-simcse-bert-base-uncased --encoder-pooling cls",
                "embed --run ENCODED --encoder " + ENCODERS + "simcse --encoder-pooling cls --redo embed --progress none");
        MINIATURE.put("datasets check 'wds/*'", "datasets check FOLDER/wds/colours --progress none");
        MINIATURE.put("evaluate --run DIR --datasets 'wds/*'", "evaluate --run DIR --datasets FOLDER/wds/colours --progress none");
        MINIATURE.put("evaluate --run DIR --clipeval clipeval", "evaluate --run DIR --clipeval FOLDER/clipeval --progress none");
        MINIATURE.put(
                "ensemble --eval-outputs eval_outputs --fine F1024.pth --coarse F1024-C4.pth --metadata metadata --out result.csv",
                "ensemble --eval-outputs FOLDER/reference/eval_outputs --fine FOLDER/reference/F2.pth --coarse FOLDER/reference/F2-C2.pth"
                        + " --metadata FOLDER/reference/metadata --out FOLDER/result.csv");
        MINIATURE.put("train --run runs/mine --batch-size 4096 --chunk-size 32",
                "train --run runs/mine --chunk-size 4 --progress none");
        MINIATURE.put("select --run runs/mine --classes classes.txt", "select --run runs/mine --classes captions.txt --progress none");
        MINIATURE.put("distill --run DIR --student expert-mean --span 5epochs --out models/student",
                "distill --run DIR --student expert-mean --span 4steps --out models/student --progress none");
        MINIATURE.put("trace --run runs/mine --key 000001234", "trace --run runs/mine --key key3");
        MINIATURE.put("train --run runs/mine --devices cuda:0,cuda:1", "train --run runs/mine --devices cpu --progress none");
        MINIATURE.put("export-job --run runs/mine --only expert-2 --out expert-2.tar",
                "export-job --run runs/mine --only expert-1 --out FOLDER/expert-1.tar --progress none");
        MINIATURE.put("train --job expert-2.tar --device cuda", "train --job FOLDER/expert-1.tar --progress none");
        MINIATURE.put("import-job --run runs/mine expert-2.result.tar", "import-job --run runs/mine FOLDER/expert-1.result.tar");
        MINIATURE.put("train --run /shared/runs/mine --device cuda", "train --run runs/mine --progress none"); // a rank of one
        MINIATURE.put(
                "submit --run runs/mine --shards 'data/{00000..00099}.tar' --experts 4 --scheduler slurm --partition gpu --gpus-per-node 4"
                        + " --cpus-per-task 8 --time 8:00:00 --device cuda",
                "submit --run runs/mine --scheduler slurm --dry-run --partition gpu --gpus-per-node 4 --cpus-per-task 8 --time 8:00:00");
        MINIATURE.put("submit --run runs/mine --scheduler kubernetes --dry-run --image registry/mode4j:1 --claim runs:/shared"
                + " --cpus-per-task 8 --mem 32Gi",
                "submit --run runs/mine --scheduler kubernetes --dry-run --image registry/mode4j:1 --claim runs:/ --cpus-per-task 8 --mem 32Gi");
        MINIATURE.put("plan --calibrate --pairs 12M",
                "plan --calibrate --pairs 12M --shards runs/quickstart/data/train --calibration FOLDER/calibration.json --preset smoke --progress none");
        MINIATURE.put("plan --pairs 2.5e9 --workers 64 --sample 0.001 --passes 5",
                "plan --pairs 2.5e9 --workers 64 --sample 0.001 --passes 5 --calibration FOLDER/calibration.json");
        MINIATURE.put("index --shards 'hub/train-*.parquet' --run runs/hub",
                "index --shards FOLDER/hub/train-*.parquet --run runs/hub --progress none");
        MINIATURE.put("index --shards train.tsv --csv-img-key filepath --csv-caption-key title --run runs/listed",
                "index --shards FOLDER/train.tsv --csv-img-key filepath --csv-caption-key title --run runs/listed --progress none");
        MINIATURE.put("index --shards pictures --run runs/pictures", "index --shards FOLDER/pictures --run runs/pictures --progress none");
        MINIATURE.put("index --shards downloaded --run runs/downloaded",
                "index --shards FOLDER/downloaded --run runs/downloaded --progress none");
        MINIATURE.put("data pack --shards 'hub/train-*.parquet' --out packed",
                "data pack --shards FOLDER/hub/train-*.parquet --out FOLDER/packed --progress none");
        String arrived = " --shards FOLDER/hub/train-*.parquet --progress none";
        MINIATURE.put("grow --run DIR --shards 'new/*.tar' --dry-run", "grow --run DIR --dry-run" + arrived);
        MINIATURE.put("grow --run DIR --shards 'new/*.tar' --update expert-2", ""); // GrowTest
        MINIATURE.put("grow --run DIR --shards 'new/*.tar' --new-expert", "");
        MINIATURE.put("retire --run DIR --key-file KEYS.txt --dry-run", ""); // RetireTest
        MINIATURE.put("train --run runs/mine --false-negatives weight", ""); // FalseNegativesTest
        MINIATURE.put("retire --run DIR --key-file KEYS.txt", "");
        MINIATURE.put("index --shards 'data/{00000..00099}.tar' --run runs/without --leave-out KEYS.txt",
                "index --shards data --run runs/without --leave-out captions.txt --progress none");
        MINIATURE.put("generations --run DIR --roll-back", "");
        MINIATURE.put("serve --run runs/quickstart", ""); // ServeCommandTest, as are the next two
        MINIATURE.put("serve --run DIR --index photos.index", "");
        MINIATURE.put("serve --model models/metaclip-b32 --port 9000", "");
        MINIATURE.put("quickstart", ""); // the same in miniature is run by the launcher, with the tests
        MINIATURE.put("quickstart --preset smoke", "");
        // with StoreRunTest
        MINIATURE.put("run --shards 's3://bucket/data/{00000..00099}.tar' --run s3://bucket/run", "");
        MINIATURE.put("status --run s3://bucket/run", "");
        // with mode4j-spark's tests
        MINIATURE.put("run --engine spark --shards 'data/{00000..00099}.tar' --run runs/mine", "");
        MINIATURE.put("index --engine spark --master spark://host:7077 --shards 'data/{00000..00099}.tar' --run runs/mine", "");
        MINIATURE.put("train --engine spark --master spark://host:7077 --run runs/mine --parallel 4", "");
        MINIATURE.put("evaluate --engine spark --master spark://host:7077 --run runs/mine --datasets 'wds/*'", "");
        MINIATURE.put("grow --engine spark --master spark://host:7077 --run runs/mine --shards 'new/*.tar' --new-expert", "");
        MINIATURE.put("train --engine spark --run runs/mine --processes 2 --spark-conf spark.task.cpus=1", "");
        MINIATURE.put("search build --run runs/quickstart --shards runs/quickstart/data/train --out icons.index",
                "search build --run runs/quickstart --shards runs/quickstart/data/train --out FOLDER/icons.index --progress none");
        MINIATURE.put("search query --index icons.index --text 'a red boat' --open",
                "search query --index FOLDER/icons.index --text 'a red boat'"); // there is no browser
        String photos = " --index FOLDER/photos.index";
        MINIATURE.put("search build --run DIR --shards 'photos/*.tar' --out photos.index",
                "search build --run DIR --shards data --out FOLDER/photos.index --progress none");
        MINIATURE.put("search build --model models/metaclip-b32 --shards photos --out photos.index",
                "search build --model models/metaclip-b32 --shards FOLDER/pictures --out FOLDER/model.index --progress none");
        MINIATURE.put("search query --index photos.index --text 'a red boat' -k 50 --where 'width > 500'",
                "search query" + photos + " --text 'a red boat' -k 50 --where 'width > 500'");
        MINIATURE.put("search query --index photos.index --image photo.jpg --deduplicate",
                "search query" + photos + " --image photo.jpg --deduplicate");
        MINIATURE.put("search query --index photos.index --text 'a boat' --words harbour --json",
                "search query" + photos + " --text 'a boat' --words harbour --json");
        MINIATURE.put("search add --index photos.index --shards 'new/*.tar'",
                "search add" + photos + " --shards FOLDER/downloaded --progress none");
        MINIATURE.put("search delete --index photos.index --where 'width < 64'", "search delete" + photos + " --where 'width < 64'");
        MINIATURE.put("search delete --index photos.index --key-file KEYS.txt", "search delete" + photos + " --key-file captions.txt");
        MINIATURE.put("search check --index photos.index", "search check" + photos);
        MINIATURE.put("--help", "--help");
        MINIATURE.put("COMMAND --help", "run --help");
        MINIATURE.put("COMMAND --run DIR [options]", "report --run DIR --progress none");
    }

    /** Those that make what others need come first. */
    private static final List<String> FIRST = List.of("run --shards", "run --preset", "clusters export", "data pack");

    @TempDir
    private static Path folder;

    private static String model(String name) {
        return Path.of(KillTest.resource("tiny.yaml")).resolveSibling("models/" + name).toString();
    }

    @Test
    void everyDocumentedCommandRuns() throws Exception {
        makeWhatTheyName();
        List<String> commands = new ArrayList<>(DocumentedCommandsTest.commands());
        commands.sort((a, b) -> Integer.compare(rank(a), rank(b)));
        for (String command : commands) {
            String here = MINIATURE.getOrDefault(command, command);
            if (!here.isEmpty()) {
                assertThat(Main.run(arguments(here))).as(command).isZero();
            }
            if (command.endsWith("--experts 4")) {
                copy(folder.resolve("DIR/seed"), folder.resolve("models/metaclip-b32"));
            }
        }
        assertThat(commands).containsAll(MINIATURE.keySet());
        assertThat(folder.resolve("runs/mine/evaluation/report.html")).isNotEmptyFile();
        assertThat(folder.resolve("runs/quickstart/baselines/dense-total/model.safetensors")).isNotEmptyFile();
        assertThat(folder.resolve("IMPORTED/clusters/manifest.json")).isNotEmptyFile();
    }

    private static int rank(String command) {
        for (int i = 0; i < FIRST.size(); i++) {
            if (command.startsWith(FIRST.get(i))) {
                return command.endsWith("--experts 4") ? -1 : i;
            }
        }
        return FIRST.size();
    }

    /** Split as a shell does it, with the names of files inside the folder. */
    private static String[] arguments(String command) {
        List<String> arguments = new ArrayList<>();
        Matcher words = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
        while (words.find()) {
            boolean isCommand = arguments.isEmpty(); // also "data"
            arguments.add(words.group(1) != null ? words.group(1) : isCommand ? words.group(2) : inside(words.group(2)));
        }
        return arguments.toArray(String[]::new);
    }

    private static String inside(String word) {
        return word.matches("(data|runs|models|DIR|PACKED|PAPER|IMPORTED|ENCODED|FOLDER)(/.*)?|[a-z]+\\.(jpg|png|txt|npy)")
                ? folder.resolve(word).toString()
                : word;
    }

    private static void makeWhatTheyName() throws IOException {
        FileLayer files = new FileLayer();
        Drawings.write(folder.resolve("data/00000.tar"), 80, 3);
        Drawings.folder(folder.resolve("data/birds"), 16, 3);
        new IconsData(files, Progress.silent(), new IconsOptions(List.of("noto"), List.of("twemoji"), 64, PictureFormat.PNG, 3, 50, 80))
                .write(folder.resolve("runs/quickstart/data"));
        Files.write(folder.resolve("photo.jpg"), Drawings.picture(Color.RED, Color.BLUE));
        Files.write(folder.resolve("drawing.png"), Drawings.picture(Color.GREEN, Color.BLUE));
        Files.writeString(folder.resolve("captions.txt"), "a cat\na dog\n");
        Files.writeString(folder.resolve("list.txt"), folder.resolve("photo.jpg") + "\n");
        Files.createDirectories(folder.resolve("IMPORTED"));
        assertThat(Main.run("index", "--shards", folder.resolve("data").toString(), "--run", folder.resolve("ENCODED").toString(),
                "--progress", "none")).isZero();
        makeDataSets(folder.resolve("FOLDER"));
        makeSources(folder.resolve("FOLDER"));
        EnsembleCommandTest.write(folder.resolve("FOLDER/reference"));
    }

    private static void makeSources(Path into) throws IOException {
        Path pictures = Files.createDirectories(into.resolve("pictures"));
        StringBuilder list = new StringBuilder("filepath\ttitle\n");
        for (int i = 10; i < 40; i++) {
            Files.write(pictures.resolve(i + ".png"), Drawings.picture(new Color(i * 5, 0, 0), new Color(0, i * 5, 0)));
            Files.writeString(pictures.resolve(i + ".txt"), "drawing number " + i);
            list.append("pictures/").append(i).append(".png\tdrawing number ").append(i).append('\n');
        }
        Files.writeString(into.resolve("train.tsv"), list);
        Drawings.write(into.resolve("downloaded/00000.tar"), 30, 5);
        Files.createDirectories(into.resolve("hub"));
        ParquetFiles.ofPictures(pictures, into.resolve("hub/train-00000-of-00001.parquet"));
    }

    private static void makeDataSets(Path into) throws IOException {
        for (String name : List.of("red", "blue")) {
            Path inside = Files.createDirectories(into.resolve("wds/colours/test/" + name));
            Files.write(inside.resolve("1.png"), Drawings.picture(name.equals("red") ? Color.RED : Color.BLUE, Color.GREEN));
        }
        Files.createDirectories(into.resolve("clipeval"));
        Files.writeString(into.resolve("clipeval/dataset_catalog.json"),
                "{\"SST2\": {\"path\": \"../wds/colours\", \"type\": \"imagefolder\", \"test\": \"test\"}}");
        Files.writeString(into.resolve("clipeval/labels.json"), "{\"SST2\": [\"blue\", \"red\"]}");
        Files.writeString(into.resolve("clipeval/templates.json"), "{\"SST2\": [\"a {} drawing\"]}");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String name : List.of("model.safetensors", "open_clip_config.json")) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
