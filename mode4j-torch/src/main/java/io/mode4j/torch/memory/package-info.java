/**
 * Who frees native memory, and when: everything made during a step or a batch by its {@link io.mode4j.torch.memory.NativeScope}, everything
 * that lives longer by its {@link io.mode4j.torch.memory.NativeOwner}. Nothing waits for the garbage collector.
 */
@NullMarked
package io.mode4j.torch.memory;

import org.jspecify.annotations.NullMarked;
