package io.mode4j.spark;

import io.mode4j.artifact.BadInputException;
import io.mode4j.artifact.DamagedException;
import io.mode4j.work.Work;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** Does some parts, on an executor. */
final class PartsTask<P, R> extends AbstractFunction2<TaskContext, Iterator<P>, Done<R>> implements Serializable {
    private static final long serialVersionUID = 1;

    private final Broadcast<Work<P, R>> work;

    PartsTask(Broadcast<Work<P, R>> work) {
        this.work = work;
    }

    @Override
    public Done<R> apply(TaskContext task, Iterator<P> parts) {
        try {
            SupportedJava.require();
            return done(parts);
        } catch (UncheckedIOException e) {
            return failed(Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            return failed(e);
        }
    }

    private Done<R> failed(IOException why) {
        if (why instanceof BadInputException || why instanceof DamagedException) {
            return new Done<>(List.of(), 0, why);
        }
        throw new TaskFailure(why); // another try, maybe elsewhere, may succeed
    }

    private Done<R> done(Iterator<P> parts) throws IOException {
        List<R> results = new ArrayList<>();
        AtomicLong advanced = new AtomicLong();
        try (Work.Worker<P, R> worker = work.value().open()) {
            while (parts.hasNext()) {
                results.add(worker.run(parts.next(), advanced::addAndGet));
            }
        }
        return new Done<>(results, advanced.get(), null);
    }
}
