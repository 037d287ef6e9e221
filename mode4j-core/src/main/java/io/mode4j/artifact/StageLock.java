package io.mode4j.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The right to write a folder: the file {@code .lock} in it, which is made only where there is none and names the process that made it
 * ({@link LockHolder}). It is no part of what the folder holds.
 *
 * <p>
 * A lock whose process has ended, on this machine, is taken over, and so is one that an earlier start of the same job of Slurm left on another. Others of another machine are not, as nobody here
 * can tell: the message says which file to remove, and who knows that the job has ended calls {@link #removeLeft}. Safe for use by several threads.
 */
public final class StageLock implements AutoCloseable {
    static final String NAME = ".lock";
    private static final Duration UNREADABLE = Duration.ofSeconds(1);
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Set<Long> HELD = ConcurrentHashMap.newKeySet(); // by this process

    private final Store folder;
    private final LockHolder holder;

    private StageLock(Store folder, LockHolder holder) {
        this.folder = folder;
        this.holder = holder;
    }

    /**
     * Takes the lock of a folder, which is made when it is missing.
     *
     * @throws HeldException when somebody else has it
     */
    public static StageLock take(FileLayer files, Path folder) throws IOException {
        return take(Store.of(files, folder));
    }

    /** Takes the lock of a folder in a store, as {@link #take(FileLayer, Path)}. */
    public static StageLock take(Store folder) throws IOException {
        return take(folder, Duration.ZERO);
    }

    /**
     * Takes the lock of a folder, or waits a while until it is free.
     *
     * @throws HeldException when somebody else still has it
     */
    public static StageLock take(FileLayer files, Path folder, Duration patience) throws IOException {
        return take(Store.of(files, folder), patience);
    }

    private static StageLock take(Store folder, Duration patience) throws IOException {
        LockHolder me = LockHolder.here(NUMBERS.incrementAndGet());
        HELD.add(me.number());
        boolean taken = false;
        try {
            long began = System.nanoTime();
            while (!folder.writeNew(NAME, me.json())) {
                Duration waited = Duration.ofNanos(System.nanoTime() - began);
                String text = read(folder);
                Optional<LockHolder> other = LockHolder.of(text);
                if (other.isPresent() ? isAbandoned(other.get()) : waited.compareTo(UNREADABLE) > 0) {
                    folder.deleteIf(NAME, text);
                } else if (other.isPresent() && waited.compareTo(patience) >= 0) {
                    throw held(folder.place(NAME), other.get());
                } else {
                    pause();
                }
            }
            taken = true;
            return new StageLock(folder, me);
        } finally {
            if (!taken) {
                HELD.remove(me.number());
            }
        }
    }

    /** {@return who writes the folder now; of another machine, who said so last} */
    public static Optional<LockHolder> holder(Path folder) throws IOException {
        return LockHolder.of(read(Store.of(folder))).filter(holder -> !isAbandoned(holder));
    }

    /**
     * Goes on when nobody writes the folder or one below it.
     *
     * @throws HeldException naming the first that somebody writes
     */
    public static void requireFree(Path folder) throws IOException {
        LiveFiles.each(folder, Integer.MAX_VALUE, file -> {
            if (file.endsWith(NAME)) {
                Optional<LockHolder> holder = LockHolder.of(Files.readString(file, StandardCharsets.UTF_8));
                if (holder.isPresent() && !isAbandoned(holder.get())) {
                    throw held(file, holder.get());
                }
            }
        });
    }

    /**
     * Removes the lock of a folder that was left by a job of another machine.
     *
     * @param ended whether a job is known to have ended
     */
    public static void removeLeft(Path folder, Predicate<SlurmJob> ended) throws IOException {
        Store store = Store.of(folder);
        String text = read(store);
        if (LockHolder.of(text).filter(holder -> !holder.isHere()).flatMap(LockHolder::job).filter(ended).isPresent()) {
            store.deleteIf(NAME, text);
        }
    }

    /** Removes a lock that a process left which ended after all was written. */
    static void clear(Store folder) throws IOException {
        String text = read(folder);
        if (LockHolder.of(text).filter(StageLock::isAbandoned).isPresent()) {
            folder.deleteIf(NAME, text);
        }
    }

    /** Gives the right back; again does nothing. */
    @Override
    public void close() throws IOException {
        if (HELD.remove(holder.number()) && read(folder).equals(holder.json())) {
            folder.delete(NAME);
        }
    }

    private static boolean isAbandoned(LockHolder holder) {
        if (holder.isThisProcess()) {
            return !HELD.contains(holder.number());
        }
        return holder.isHere() ? !holder.hasStarted() : holder.isOfEarlierStart();
    }

    private static String read(Store folder) throws IOException {
        try {
            return new String(folder.read(NAME), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static HeldException held(Path file, LockHolder holder) {
        return new HeldException("%s is being written by %s. %s".formatted(file.getParent(), holder, holder.isHere()
                ? "Wait until it has finished, or end it; the same command then goes on."
                : "Wait until it has finished. If that host is gone, or the process ended there, remove %s; the same command then goes on."
                        .formatted(file)));
    }
}
