/** {@link io.mode4j.ranks.Ranks} by LibTorch: Gloo between processors, NCCL between GPUs, its store as the place where ranks meet and are watched. */
@NullMarked
package io.mode4j.torch.ranks;

import org.jspecify.annotations.NullMarked;
