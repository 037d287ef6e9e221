package io.mode4j.arrays;

/** Formats of pictures as numbers. */
public enum ArrayFormat {
    /** NumPy's arrays: pixels [N, H, W, 3] or [N, H, W] as bytes, or N paths of picture files; and N labels. */
    NPY,
    /** CIFAR-10 and CIFAR-100, the version for Python. */
    CIFAR_PICKLE,
    /** CIFAR-10, the binary version: a byte of label, 32 × 32 bytes each of red, green and blue. */
    CIFAR10_BINARY,
    /** CIFAR-100, the binary version: a byte of coarse label before the label. */
    CIFAR100_BINARY,
    /** MNIST and its kin: a head that tells the sizes, then bytes; also compressed by gzip. */
    IDX,
    /** STL-10: 96 × 96 bytes each of red, green and blue, column by column; labels from 1 on. */
    STL10
}
