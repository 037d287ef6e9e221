/**
 * The world's CLIP checkpoints: PyTorch's files and safetensors under the names that open_clip, MetaCLIP and OpenAI use, fitted to an architecture.
 */
@NullMarked
package io.mode4j.clip.checkpoint;

import org.jspecify.annotations.NullMarked;
