package io.mode4j.work;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A runner as another machine would be: it runs the last part first, each in a thread of its own, and knows of work, parts and results only what Java's
 * serialization lets through.
 */
public final class FarRunner implements Runner {
    @Override
    public <P, R> void run(Work<P, R> work, List<P> parts, Results<R> results) throws IOException {
        List<R> all = new ArrayList<>();
        for (P part : parts.reversed()) {
            all.add(far(work, part, results));
        }
        Collections.reverse(all);
        all.forEach(results::take);
    }

    private static <P, R> R far(Work<P, R> work, P part, Results<R> results) throws IOException {
        Work<P, R> sentWork = sent(work);
        P sentPart = sent(part);
        List<R> returned = new ArrayList<>();
        List<IOException> failures = new ArrayList<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try (Work.Worker<P, R> worker = sentWork.open()) {
                returned.add(sent(worker.run(sentPart, results::advance)));
            } catch (IOException e) {
                failures.add(e);
            }
        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return returned.getFirst();
    }

    /** What of a value arrives elsewhere. */
    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // its own bytes
    public static <T> T sent(T value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
