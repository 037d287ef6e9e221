package io.mode4j.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The generations of a run: {@code generations/N.json} each, and {@code generations/current}, which names the one that counts. Each is written whole, and then made current by one
 * rename: who reads meanwhile sees the old one or the new one. {@code generations/undecided} names one that is written, but of which it is not said yet whether it counts.
 *
 * @param run the run directory
 */
public record Generations(RunDirectory run) {
    private static final String CURRENT = "current";
    private static final String UNDECIDED = "undecided";
    private static final String JSON = ".json";

    private Store store() {
        return Store.of(run.generations());
    }

    private Store store(FileLayer files) {
        return Store.of(files, run.generations());
    }

    /** Whether the run has grown at all. */
    public boolean any() {
        return Files.exists(run.generations().resolve(CURRENT));
    }

    /** {@return the one that counts, 0 where the run has never grown; experts of the run that were trained only later have joined it} */
    public Generation current() throws IOException {
        Generation current = read(currentNumber());
        for (Map.Entry<String, String> expert : first().experts().entrySet()) {
            if (!current.has(expert.getKey())) {
                current = current.withExpert(expert.getKey(), expert.getValue());
            }
        }
        return current;
    }

    /** {@return the run with its generation by number: of the newest, the one that counts now, whichever counts later} */
    public RunDirectory numbered() throws IOException {
        return run.generation() == RunDirectory.NEWEST ? new RunDirectory(run.root(), current().number()) : run;
    }

    private int currentNumber() throws IOException {
        return any() ? number(CURRENT) : 0;
    }

    private int number(String file) throws IOException {
        String text = new String(store().read(file), StandardCharsets.UTF_8).strip();
        if (!text.matches("[0-9]{1,9}")) {
            throw new DamagedException(run.generations().resolve(file), "the number of a generation", "'" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private void number(FileLayer files, String file, int number) throws IOException {
        store(files).write(file, out -> out.write((number + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * {@return one of them}
     *
     * @throws BadInputException if there is none of that number
     */
    public Generation read(int number) throws IOException {
        if (number == 0) {
            return first();
        }
        String name = number + JSON;
        if (!store().has(name)) {
            throw new BadInputException("%s: no generation %d; there are %s (option generation)".formatted(run.root(), number, numbers()));
        }
        try {
            Generation read = JsonMapper.shared().treeToValue(SealedJson.read(store(), name), Generation.class);
            if (read.version() > Generation.VERSION) {
                throw new BadInputException("%s has format version %d, this program knows up to %d. Use the newer mode4j that wrote it."
                        .formatted(store().place(name), read.version(), Generation.VERSION));
            }
            return read;
        } catch (JacksonException e) {
            throw new DamagedException(store().place(name), "a generation", e.getOriginalMessage());
        }
    }

    /** The run as it was trained. */
    private Generation first() throws IOException {
        SequencedMap<String, String> experts = new LinkedHashMap<>();
        run.firstExperts().keySet().forEach(name -> experts.put(name, StageName.EXPERTS.folder() + "/" + name));
        return new Generation(Generation.VERSION, 0, 0, "", "as it was trained", StageName.CLUSTER.folder(),
                List.of(new Generation.Data(StageName.INDEX.folder(), StageName.ASSIGN.folder())), experts, null);
    }

    /** {@return the numbers of all, 0 among them, rising} */
    public List<Integer> numbers() throws IOException {
        List<Integer> numbers = new ArrayList<>(List.of(0));
        if (Files.isDirectory(run.generations())) {
            try (Stream<Path> inside = Files.list(run.generations())) {
                inside.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> name.matches("[0-9]{1,9}\\.json"))
                        .map(name -> Integer.valueOf(name.substring(0, name.length() - JSON.length())))
                        .sorted()
                        .forEach(numbers::add);
            }
        }
        return numbers;
    }

    /** {@return the number of the one that would be made next} */
    public int next() throws IOException {
        return numbers().getLast() + 1;
    }

    /**
     * Writes one, which counts from then on, or not. Where that is interrupted in between, {@link #takeBack} makes it undone.
     *
     * @throws BadInputException as {@link #choose}
     */
    public void publish(FileLayer files, Generation generation, boolean counts) throws IOException {
        number(files, UNDECIDED, generation.number());
        write(files, generation);
        if (counts) {
            choose(files, generation.number());
        } else {
            store(files).delete(UNDECIDED);
        }
    }

    /** Forgets one that was written, but not decided on: whoever makes it again finds its folders, and can publish it. */
    public void takeBack(FileLayer files) throws IOException {
        if (!store().has(UNDECIDED)) {
            return;
        }
        int number = number(UNDECIDED);
        if (number != currentNumber()) {
            store(files).delete(number + JSON);
        }
        store(files).delete(UNDECIDED);
    }

    /** Writes one, which does not count yet. */
    void write(FileLayer files, Generation generation) throws IOException {
        SealedJson.write(store(files), generation.number() + JSON, generation);
    }

    /**
     * From now on this one counts.
     *
     * @throws BadInputException if there is none of that number, the folder of one of its experts is gone, or it was made before keys were retired
     */
    public void choose(FileLayer files, int number) throws IOException {
        SequencedMap<String, Path> _ = experts(number);
        requireRetired(read(number));
        number(files, CURRENT, number);
        store(files).delete(UNDECIDED); // whoever chooses has decided
    }

    /** What is retired stays retired. */
    private void requireRetired(Generation chosen) throws IOException {
        SortedSet<String> kept = new TreeSet<>(read(currentNumber()).retired());
        kept.removeAll(chosen.retired());
        if (!kept.isEmpty()) {
            throw new BadInputException(
                    "generation %d: its experts may have seen pairs that were retired since (keys: %d, the first: %s); choose one in which these are retired too"
                            .formatted(chosen.number(), kept.size(), kept.first()));
        }
    }

    /** Removes those from which the one that counts was not made, with what came with them; returns their numbers. */
    public List<Integer> prune(FileLayer files) throws IOException {
        Set<Integer> line = new HashSet<>();
        for (int number = currentNumber(); line.add(number); number = read(number).before()) {
            // down to 0, which was made from itself
        }
        List<Integer> others = numbers().stream().filter(number -> !line.contains(number)).toList();
        for (int number : others) {
            store(files).delete(number + JSON); // first, so that none is left whose folders are gone
            files.deleteTree(run.arrival(number).root());
        }
        return others;
    }

    /**
     * {@return the folder of every expert of one of them, by its name}
     *
     * @throws BadInputException if one of these folders is gone, or its expert is not done
     */
    public SequencedMap<String, Path> experts(int number) throws IOException {
        return folders(read(number));
    }

    /** {@return the folder of every expert of the one that counts, as {@link #experts}} */
    SequencedMap<String, Path> currentExperts() throws IOException {
        return folders(current());
    }

    private SequencedMap<String, Path> folders(Generation generation) throws IOException {
        SequencedMap<String, Path> folders = new LinkedHashMap<>();
        for (Map.Entry<String, String> expert : generation.experts().entrySet()) {
            Path folder = run.root().resolve(expert.getValue());
            if (!Files.exists(folder.resolve(Manifest.NAME))) {
                throw new BadInputException(
                        "%s of generation %d: expected an expert in %s, found none. Put it back, or choose another generation (mode4j generations)"
                                .formatted(expert.getKey(), generation.number(), folder));
            }
            folders.put(expert.getKey(), folder);
        }
        return folders;
    }
}
