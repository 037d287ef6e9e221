package io.mode4j.task;

import io.mode4j.artifact.BadInputException;
import io.mode4j.format.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Retrieval both ways: {@link Retrieval}. Every text is a query of its own, for pictures; all texts together are the candidates for a picture. */
public final class RetrievalKind implements TaskKind {

    @Override
    public String name() {
        return "retrieval";
    }

    @Override
    public Set<String> keys() {
        return Set.of("name", "kind", "shards", TaskKeys.KEY_END, "caption");
    }

    @Override
    public Retrieval read(TaskKeys keys) throws IOException {
        Retrieval.Captions captions = switch (keys.text("caption", "first")) {
            case "first" -> Retrieval.Captions.FIRST;
            case "all" -> Retrieval.Captions.ALL;
            case "each" -> Retrieval.Captions.EACH;
            default -> throw keys.bad("key 'caption': first, all or each expected, found '%s'".formatted(keys.text("caption")));
        };
        return new Retrieval(keys.text("name"), keys.shards("shards"), captions);
    }

    @Override
    public List<Metric> metrics() {
        return RetrievalMetrics.ALL;
    }

    @Override
    public String benchmarkTask() {
        return "zeroshot_retrieval";
    }

    @Override
    public boolean asksEveryText() {
        return true;
    }

    @Override
    public TaskWords words() {
        return new TaskWords("captions", "caption", "image → text", "text → image");
    }

    @Override
    public List<String> texts(JsonNode description) {
        return description.path("texts").valueStream().map(JsonNode::asString).toList();
    }

    @Override
    public Pairs truth(Path folder, JsonNode description) throws IOException {
        return new Pairs(Npy.readInts(folder.resolve(RetrievalQuestion.TEXTS)), Npy.readInts(folder.resolve(RetrievalQuestion.IMAGES)));
    }
}
