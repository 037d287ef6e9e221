/**
 * CLIP on LibTorch: the network, its loss and optimiser, training and inference behind the core's plain-Java interfaces. Tensors never leave
 * this package; {@link io.mode4j.torch.TorchClipEngine} is its door.
 */
@NullMarked
package io.mode4j.torch;

import org.jspecify.annotations.NullMarked;
