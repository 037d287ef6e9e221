package io.mode4j.torch.memory;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
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

    /**
     * Does a part of a step in a scope of its own. Memory that is freed soon is still in the cache when the next part gets it.
     *
     * @param part
     *            must return what owns its memory
     * @return what the part made, which belongs to the scope around, when there is one; all else is freed
     */
    public static <P extends Pointer> P within(Supplier<P> part) {
        PointerScope around = PointerScope.getInnerScope();
        try (PointerScope _ = new PointerScope()) {
            P made = part.get();
            if (around == null) {
                made.retainReference();
            } else {
                around.attach(made);
            }
            return made;
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
