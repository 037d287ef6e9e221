package io.mode4j.torch;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;

/** LibTorch's operators that have no method in Java. Stateless. */
final class Operators {
    private Operators() {}

    /** {@return the first of an operator's results, a tensor of the caller's scope} */
    static Tensor call(String operator, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        Dispatcher.singleton().findSchemaOrThrow(operator, "").callBoxed(stack);
        return new Tensor(stack.get(0).toTensor()); // what the stack gives is its own
    }
}
