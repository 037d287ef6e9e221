package io.mode4j.torch.memory;

import org.bytedeco.javacpp.PointerScope;

/**
 * The life of one step or batch: when it closes, every native object that this thread made since it opened is freed, except what a
 * {@link NativeOwner} took. Scopes nest. Belongs to the thread that opened it.
 */
public final class NativeScope implements AutoCloseable {
    private final PointerScope scope;

    private NativeScope(PointerScope scope) {
        this.scope = scope;
    }

    /** {@return a new innermost scope of this thread} */
    @SuppressWarnings({"resource", "MustBeClosedChecker"}) // closed by close()
    public static NativeScope open() {
        return new NativeScope(new PointerScope());
    }

    @Override
    public void close() {
        scope.close();
    }
}
