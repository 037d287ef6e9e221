package io.mode4j.torch;

import io.mode4j.torch.memory.NativeScope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Gradient checkpointing (Chen et al. 2016): of each block of a tower the graph keeps its input alone, and computes the rest again when the gradient comes. For use by one
 * thread.
 */
final class RecomputedBlocks {
    private final Deque<Block> blocks = new ArrayDeque<>();

    /**
     * A block that was gone through.
     *
     * @param rows
     *            its input, with the graph before it
     * @param made
     *            its output, where the graph behind it begins
     */
    private record Block(UnaryOperator<Tensor> compute, Tensor rows, Tensor made) {}

    /** {@return the block's output, a leaf of the graph behind it} */
    Tensor through(UnaryOperator<Tensor> compute, Tensor rows) {
        try (NoGradGuard _ = new NoGradGuard()) {
            Tensor made = compute.apply(rows.detach()).set_requires_grad(true);
            blocks.push(new Block(compute, rows, made));
            return made;
        }
    }

    /** Takes the gradients that came to the outputs back through the blocks, the last one first. */
    void backward() {
        while (!blocks.isEmpty()) {
            Block block = blocks.pop();
            try (NativeScope _ = NativeScope.open()) {
                Tensor input = block.rows().detach().set_requires_grad(true);
                block.compute().apply(input).mul(block.made().grad()).sum().backward();
                block.rows().mul(input.grad()).sum().backward();
            }
        }
    }

    /** Forgets blocks that no gradient came to. */
    void clear() {
        blocks.clear();
    }
}
