package io.mode4j.opencv;

import io.mode4j.linalg.NativeEnvironment;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;

/**
 * OpenCV's own log, which writes what is wrong with a picture to standard error: mode4j says that itself, in its exceptions. Stateless.
 */
final class OpenCvLog {

    /** Where a user sets OpenCV's level. */
    private static final String VARIABLE = "OPENCV_LOG_LEVEL";
    /** {@code cv::utils::logging::setLogLevel}, which JavaCPP does not wrap, as GCC and Clang name it and as MSVC does. */
    private static final List<String> SET_LEVEL = List.of("_ZN2cv5utils7logging11setLogLevelENS1_8LogLevelE",
            "?setLogLevel@logging@utils@cv@@YA?AW4LogLevel@123@W44123@@Z");
    private static final int SILENT = 0;

    private OpenCvLog() {}

    /** Loads the library and makes its log silent, unless the user has set a level. */
    static void silence() {
        NativeEnvironment.prepare(); // its libraries bring OpenBLAS
        Loader.load(opencv_core.class);
        if (System.getenv(VARIABLE) == null) {
            SET_LEVEL.stream().map(SymbolLookup.loaderLookup()::find).flatMap(Optional::stream).findFirst().ifPresent(OpenCvLog::call);
        }
    }

    private static void call(MemorySegment function) {
        FunctionDescriptor levelOfLevel = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            int before = (int) Linker.nativeLinker().downcallHandle(function, levelOfLevel).invokeExact(SILENT);
            assert before >= SILENT;
        } catch (Throwable e) {
            throw new IllegalStateException("OpenCV's log level cannot be set", e);
        }
    }
}
