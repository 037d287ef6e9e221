package io.mode4j.serve;

import org.jspecify.annotations.Nullable;

/**
 * Something that requests use while it is replaced by a newer one: each finishes with what it began with, and what nobody uses any more is closed. Safe for use by
 * many threads.
 *
 * @param <T> what is used
 */
final class Replaceable<T> implements AutoCloseable {

    /** Closes what is no longer used. */
    @FunctionalInterface
    interface Closer<T> {
        void close(T used);
    }

    /** One of them, with how many use it. */
    private final class Held {
        private final T used;
        private int users = 1; // who holds it counts as one

        Held(T used) {
            this.used = used;
        }

        void release() {
            boolean last;
            synchronized (Replaceable.this) {
                last = --users == 0;
            }
            if (last) {
                closer.close(used);
            }
        }
    }

    private final Closer<T> closer;
    private @Nullable Held current; // guarded by this

    Replaceable(T first, Closer<T> closer) {
        this.closer = closer;
        this.current = new Held(first);
    }

    /** {@return something that only this lease holds} */
    static <T> Lease<T> once(T used, Closer<T> closer) {
        Replaceable<T> holder = new Replaceable<>(used, closer);
        Lease<T> only = holder.lease();
        holder.close();
        return only;
    }

    /** {@return the newest, to use until the lease is closed} */
    synchronized Lease<T> lease() {
        if (current == null) {
            throw Problem.unavailable("the server stops");
        }
        Held held = current;
        held.users++;
        return new Lease<>() {
            private boolean open = true; // guarded by the Replaceable

            @Override
            public T get() {
                return held.used;
            }

            @Override
            public void close() {
                synchronized (Replaceable.this) {
                    if (!open) {
                        return;
                    }
                    open = false;
                }
                held.release();
            }
        };
    }

    /** Gives a newer one to all who ask from now on. */
    void replace(T newer) {
        end(new Held(newer));
    }

    @Override
    public void close() {
        end(null);
    }

    private void end(@Nullable Held next) {
        Held old;
        synchronized (this) {
            old = current;
            current = next;
        }
        if (old != null) {
            old.release();
        }
    }
}
