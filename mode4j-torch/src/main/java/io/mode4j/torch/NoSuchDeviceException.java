package io.mode4j.torch;

/** This machine, or this build of LibTorch, does not have the device that was asked for; the message says what is missing. */
public final class NoSuchDeviceException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    NoSuchDeviceException(String message) {
        super(message);
    }
}
