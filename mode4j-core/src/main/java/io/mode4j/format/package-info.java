/**
 * File formats: {@code .npy}, safetensors and PyTorch's, read without executing anything and written whole; Parquet, through DuckDB.
 */
@NullMarked
package io.mode4j.format;

import org.jspecify.annotations.NullMarked;
