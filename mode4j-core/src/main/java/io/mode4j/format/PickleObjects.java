package io.mode4j.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the objects of a pickle are to who reads it. Nothing of it is ever built or run but what these methods make. */
interface PickleObjects {

    /** {@return what a pickle may name, by its module and name joined with a dot} */
    Object named(String name) throws IOException;

    /** {@return what a reference stands for that lies outside of the pickle} */
    Object referred(@Nullable Object reference) throws IOException;

    /** {@return what a call makes} */
    Object called(@Nullable Object callee, List<?> arguments) throws IOException;

    /** {@return whether an object that was made takes a state, which is then given to it} */
    default boolean built(@Nullable Object made, @Nullable Object state) throws IOException {
        return false;
    }

    /** {@return whether strings of bytes are wanted, as {@link java.nio.ByteBuffer}; else they are names of what is not made} */
    default boolean keepsBytes() {
        return false;
    }
}
