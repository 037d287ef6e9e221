package io.mode4j.onnx;

import io.mode4j.artifact.Fingerprints;
import io.mode4j.embed.EncoderReference;
import io.mode4j.embed.SentenceEncoder;
import io.mode4j.sentence.Pooling;
import io.mode4j.sentence.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/**
 * A sentence encoder in an ONNX file, on the CPU; the bundled one is all-MiniLM-L6-v2, 384 components, as sentence-transformers uses it (at most 256 tokens, mean pooling, unit length), in single
 * precision.
 *
 * <p>
 * Texts are sorted by length and cut into batches of similar lengths; each thread computes whole batches. The batches follow from the texts
 * alone, so the number of threads changes the speed and no bit of the result.
 */
public final class OnnxEncoder implements SentenceEncoder {
    /** The kind of one that does not come with the program. */
    public static final String KIND = "onnx";

    private static final String BUNDLED = "all-MiniLM-L6-v2";
    private static final int BUNDLED_TOKENS = 256; // max_seq_length of the published model
    private static final int BATCH_TOKENS = 512;

    private final OnnxSession session;
    private final Tokens tokenizer;
    private final UnaryOperator<String> prepare;
    private final String identity;
    private final Optional<Path> file;
    private final int threads;
    private final ExecutorService workers;
    /** Encoding reads, closing writes: a model is freed only when nobody uses it. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxEncoder(OnnxSession session, Tokens tokenizer, UnaryOperator<String> prepare, String identity, Optional<Path> file,
            int threads) {
        this.session = session;
        this.tokenizer = tokenizer;
        this.prepare = prepare;
        this.identity = identity;
        this.file = file;
        this.threads = threads;
        workers = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().name("onnx-", 0).factory());
    }

    /**
     * Loads the model from the class path, which takes under a second and about 150 MB outside the heap.
     *
     * @param threads
     *            how many batches are computed at once: the number of cores to use
     * @return an encoder that the caller closes
     * @throws IOException
     *             if the model or its native libraries cannot be loaded
     */
    public static OnnxEncoder bundled(int threads) throws IOException {
        requireThreads(threads);
        try (InputStream json = NativeResource.open("/all-minilm-l6-v2-tokenizer.json");
                NativeResource model = NativeResource.read("/all-minilm-l6-v2.onnx")) {
            Tokens tokens = new HuggingFaceTokens(json, BUNDLED_TOKENS);
            return new OnnxEncoder(new OnnxSession(model.bytes(), Pooling.MEAN), tokens, text -> text,
                    BUNDLED + " sha256:" + model.sha256(), Optional.empty(), threads);
        }
    }

    /**
     * Loads a model's file; the caller closes it.
     *
     * @param file
     *            whose inputs are among {@code input_ids}, {@code attention_mask} and {@code token_type_ids}; its tokenizer, and what else is known of it, is in its folder or the one above
     * @throws io.mode4j.artifact.BadInputException
     *             if something is missing, or not what is known here; the message names the file
     */
    public static OnnxEncoder load(Path file, int threads) throws IOException {
        requireThreads(threads);
        OnnxFolder folder = OnnxFolder.of(file);
        Tokens tokens = HuggingFaceTokens.open(folder.tokenizer(), folder.maxTokens());
        try {
            String identity = "ONNX, %s sha256:%s".formatted(folder.describe(),
                    Fingerprints.ofText(Fingerprints.ofFile(file), Fingerprints.ofFile(folder.tokenizer())));
            return new OnnxEncoder(new OnnxSession(file, folder.pooling()), tokens, folder::prepared, identity, Optional.of(file), threads);
        } catch (IOException | RuntimeException e) {
            tokens.close();
            throw e;
        }
    }

    private static void requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads " + threads + " must be >= 1");
        }
    }

    @Override
    public int dim() {
        return session.dim();
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String kind() {
        return file.isEmpty() ? EncoderReference.BUNDLED : KIND;
    }

    @Override
    public Optional<Path> folder() {
        return file;
    }

    @Override
    public float[][] encode(List<String> texts) throws IOException {
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the sentence encoder " + identity + " is closed");
            }
            long[][] tokens = new long[texts.size()][];
            inParallel(tokens.length, i -> tokens[i] = tokenizer.of(prepare.apply(texts.get(i))));
            return embed(tokens);
        } finally {
            use.readLock().unlock();
        }
    }

    private float[][] embed(long[][] tokens) throws IOException {
        int[] lengths = new int[tokens.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = tokens[i].length;
        }
        List<int[]> batches = Batches.of(lengths, BATCH_TOKENS);
        float[][] vectors = new float[tokens.length][];
        inParallel(batches.size(), b -> {
            int[] batch = batches.get(b);
            long[][] rows = new long[batch.length][];
            for (int r = 0; r < rows.length; r++) {
                rows[r] = tokens[batch[r]];
            }
            float[][] embedded = session.embed(rows);
            for (int r = 0; r < rows.length; r++) {
                vectors[batch[r]] = embedded[r];
            }
        });
        return vectors;
    }

    @FunctionalInterface
    private interface Step {
        void run(int index) throws IOException;
    }

    /** Runs the steps 0..count-1 on the workers, each taking the next that is left, and waits for all. */
    private void inParallel(int count, Step step) throws IOException {
        AtomicInteger next = new AtomicInteger();
        Callable<Void> worker = () -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                step.run(i);
            }
            return null;
        };
        try {
            for (Future<Void> done : workers.invokeAll(Collections.nCopies(Math.min(threads, count), worker))) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while embedding texts").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("embedding texts failed", e.getCause());
        }
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                workers.close(); // waits for what an interrupted caller left running
                tokenizer.close();
                session.close();
            }
        } finally {
            use.writeLock().unlock();
        }
    }
}
