package io.mode4j.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options of every benchmark.
 *
 * @param items captions or samples of a run
 * @param rounds counted runs
 * @param threads cores to use, on both sides
 * @param peers the folder of the Python peers
 * @param data the data set to cluster, or empty for those that the benchmark takes by itself
 * @param setting open_clip's precision, or empty for all of them in turn
 * @param compiled whether open_clip runs under torch.compile too
 * @param device of the models, on both sides
 * @param architecture of the models, or empty for the benchmark's own
 * @param batch pairs of a training step or items of a call
 * @param dim of the vectors that are searched
 */
record Options(int items, int rounds, int threads, Path peers, String data, String setting, boolean compiled, String device,
        String architecture, int batch, int dim) {
    static final String USAGE = "[--items N] [--rounds 5] [--threads CORES] [--peers mode4j-bench/peers]"
            + " [--data planted|skewed|captions|noise|duplicates] [--setting fp32|amp_bf16|amp] [--compiled yes|no]"
            + " [--device cpu|cuda[:N]] [--architecture ViT-B-32] [--batch N] [--dim 512]";

    /**
     * Reads options from the pairs of a flag and its value that follow the benchmark's name.
     *
     * @param items where no flag says how many
     * @throws IllegalArgumentException on a flag without value or an unknown flag
     */
    static Options parse(String[] arguments, int items) {
        return parse(arguments, items, 1);
    }

    /**
     * The same for benchmarks that work in batches.
     *
     * @param batch where no flag says how many are one
     */
    static Options parse(String[] arguments, int items, int batch) {
        Map<String, String> values = new TreeMap<>(Map.of("--items", Integer.toString(items), "--rounds", "5", "--threads",
                Integer.toString(Runtime.getRuntime().availableProcessors()), "--peers", "mode4j-bench/peers", "--data", "",
                "--setting", "", "--compiled", "no", "--device", "cpu", "--architecture", "", "--batch", Integer.toString(batch)));
        values.put("--dim", "512");
        for (int i = 1; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || values.replace(arguments[i], arguments[i + 1]) == null) {
                throw new IllegalArgumentException(arguments[i] + " is not an option with a value; known: " + USAGE);
            }
        }
        return new Options(number(values, "--items"), number(values, "--rounds"), number(values, "--threads"),
                Path.of(values.getOrDefault("--peers", "")), values.getOrDefault("--data", ""), values.getOrDefault("--setting", ""),
                values.getOrDefault("--compiled", "").equals("yes"), values.getOrDefault("--device", ""),
                values.getOrDefault("--architecture", ""), number(values, "--batch"), number(values, "--dim"));
    }

    /** The data set asked for, or {@code usual}. */
    List<DataSet> data(DataSet... usual) {
        return data.isEmpty() ? List.of(usual) : List.of(DataSet.valueOf(data.toUpperCase(Locale.ROOT)));
    }

    /** The architectures asked for, or {@code usual}. */
    List<String> architectures(String... usual) {
        return architecture.isEmpty() ? List.of(usual) : List.of(architecture);
    }

    private static int number(Map<String, String> values, String flag) {
        String text = values.getOrDefault(flag, "");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(flag + " must be a whole number >= 1, found " + text);
        }
        return Integer.parseInt(text);
    }
}
