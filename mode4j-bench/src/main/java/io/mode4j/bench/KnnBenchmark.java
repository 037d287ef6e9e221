package io.mode4j.bench;

import io.mode4j.artifact.RandomStream;
import io.mode4j.clip.Clip;
import io.mode4j.format.Dtype;
import io.mode4j.linalg.Vectors;
import io.mode4j.search.IndexDescription;
import io.mode4j.search.SpaceFingerprint;
import io.mode4j.search.TwoWays;
import io.mode4j.torch.TorchClipEngine;
import io.mode4j.torch.TorchOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code knn}: the ten pictures nearest to a text, whole requests of clip-retrieval's protocol with the text's embedding by ViT-B-32, 16 clients: mode4j's server beside clip-retrieval's own back end over
 * FAISS' HNSW, each with an index of the same vectors. These are embeddings of captions with noise, so that questions have neighbours.
 */
final class KnnBenchmark {
    static final int PICTURES = 200_000;

    private static final int QUESTIONS = 400;
    private static final int JUDGED = 200;
    private static final int CAPTIONS = 2_000;
    private static final double NOISE = 0.02; // a coordinate's; those of a vector of length 1 and 512 numbers are 0.04
    private static final int K = 10;
    private static final int CLIENTS = 16;
    private static final String ARCHITECTURE = "ViT-B-32";
    private static final String PATH = "/knn-service";
    private static final String INDEX = "pictures.index";
    private static final JsonMapper JSON = JsonMapper.shared();

    private KnnBenchmark() {}

    static void run(Options options, Path work, PrintStream out) throws IOException, InterruptedException {
        Command.prepare();
        Path model = work.resolve(ARCHITECTURE);
        Peer.runToEnd(options.peers(), options.threads(), "clip_model.py", "make", ARCHITECTURE, model.toString());
        List<String> texts = SyntheticCaptions.of(QUESTIONS, 2);
        float[][] vectors;
        int[][] right;
        try (Clip clip = Clip.load(model, TorchClipEngine.open(TorchOptions.defaults().withPrecision("fp32")))) {
            vectors = near(clip.textFeatures(SyntheticCaptions.of(CAPTIONS, 1)), options.items());
            right = Neighbours.nearest(vectors, clip.textFeatures(texts.subList(0, JUDGED)), K);
        }
        Path index = work.resolve(INDEX);
        LuceneVectors.write(index, new IndexDescription(IndexDescription.MODEL, SpaceFingerprint.ofModel(model),
                List.of(IndexDescription.MODEL), vectors[0].length, TwoWays.of(model.toString(), index), new TreeMap<>()), vectors);
        Path given = DataSet.write(work.resolve("vectors.npy"), Dtype.FLOAT32, flat(vectors), vectors[0].length);
        int port = Ports.free();
        ProcessBuilder theirs = Peer.python(options.peers(), options.threads(), "clip_back.py", model.toString(), given.toString(),
                work.resolve("clip-retrieval").resolve(INDEX).toString(), Integer.toString(port), Integer.toString(options.threads()));
        List<String> bodies = texts.stream().map(KnnBenchmark::body).toList();
        out.println(Measurement.HEADER);
        try (ServedModel peer = new ServedModel("clip-retrieval, fp32", port, "/indices-list", theirs, work.resolve("clip-retrieval.txt"));
                ServedModel single = ServedModel.mode4j("fp32", work, "--model", model.toString(), "--index", index.toString());
                ServedModel standard = ServedModel.mode4j("auto", work, "--model", model.toString(), "--index", index.toString())) {
            List<ServedModel> servers = List.of(peer, single, standard);
            for (ServedModel server : servers) {
                out.println(new Measurement("knn", server.name(), "recall@10", List.of(recall(server, bodies, right))).line());
            }
            ServedModel.compare("knn", servers, PATH, bodies, CLIENTS, options.rounds(), out);
        }
    }

    /** Vectors of length one, each near to one of the given. */
    private static float[][] near(float[][] given, int count) {
        float[][] all = new float[count][];
        RandomGenerator random = RandomStream.of(1, "benchmark vectors");
        for (int i = 0; i < count; i++) {
            float[] vector = given[random.nextInt(given.length)].clone();
            for (int d = 0; d < vector.length; d++) {
                vector[d] += (float) (NOISE * random.nextGaussian());
            }
            Vectors.normalize(vector, 0, vector.length);
            all[i] = vector;
        }
        return all;
    }

    private static float[] flat(float[][] vectors) {
        int dim = vectors[0].length;
        float[] flat = new float[vectors.length * dim];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(vectors[i], 0, flat, i * dim, dim);
        }
        return flat;
    }

    private static String body(String text) {
        return JSON
                .writeValueAsString(Map.of("text", text, "modality", "image", "num_images", K, "num_result_ids", K, "indice_name", INDEX));
    }

    private static double recall(ServedModel server, List<String> bodies, int[][] right) throws IOException, InterruptedException {
        int[][] found = new int[right.length][];
        for (int q = 0; q < found.length; q++) {
            found[q] = JSON.readTree(server.post(PATH, bodies.get(q))).valueStream().mapToInt(one -> one.get("id").asInt()).toArray();
        }
        return Neighbours.recall(found, right);
    }
}
