package io.mode4j.torch.ranks;

import io.mode4j.artifact.BadInputException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A socket that listens on one interface, as a file descriptor for LibTorch's store, which by itself would listen on all of them. For Linux, whose layout of addresses it
 * knows. Stateless.
 */
final class ListeningSocket {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final short INET = 2;
    private static final short INET6 = 10;
    private static final int STREAM = 1;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int SOCKET_LEVEL = 1;
    private static final int REUSE_ADDRESS = 2; // a port that a rank before this one used a moment ago
    private static final int BACKLOG = 2048;
    private static final int IN_USE = 98;
    private static final int ADDRESS_BYTES = 28; // of sockaddr_in6, the longer one
    private static final Linker LINKER = Linker.nativeLinker();

    private ListeningSocket() {}

    /**
     * {@return the descriptor, which the caller owns; empty where this system is not Linux}
     *
     * @throws BadInputException
     *             if the port is in use, or the address is none of this machine
     */
    static OptionalInt open(InetAddress address, int port) throws BadInputException {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return OptionalInt.empty();
        }
        boolean six = address instanceof Inet6Address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            int socket = (int) function("socket", INT, INT, INT).invoke(errno, (int) (six ? INET6 : INET), STREAM | CLOSE_ON_EXEC, 0);
            MemorySegment one = arena.allocate(INT);
            one.set(INT, 0, 1);
            int _ = (int) function("setsockopt", INT, INT, INT, ValueLayout.ADDRESS, INT).invoke(errno, socket, SOCKET_LEVEL, REUSE_ADDRESS,
                    one,
                    Integer.BYTES);
            MemorySegment name = arena.allocate(ADDRESS_BYTES, LONG.byteAlignment());
            name.set(ValueLayout.JAVA_SHORT, 0, six ? INET6 : INET);
            name.set(ValueLayout.JAVA_BYTE, 2, (byte) (port >> Byte.SIZE));
            name.set(ValueLayout.JAVA_BYTE, 3, (byte) port);
            byte[] bytes = address.getAddress();
            MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, six ? 8 : 4, bytes.length);
            int bound = (int) function("bind", INT, ValueLayout.ADDRESS, INT).invoke(errno, socket, name, six ? ADDRESS_BYTES : 16);
            if (bound != 0) {
                int why = (int) Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno")).get(errno, 0L);
                int _ = (int) function("close", INT).invoke(errno, socket);
                throw new BadInputException("ranks cannot meet at port %d of %s: %s".formatted(port, address.getHostAddress(), why == IN_USE
                        ? "it is in use; choose another (environment variable MASTER_PORT)"
                        : "no address of this machine (error %d); environment variable MASTER_ADDR names the host of rank 0"
                                .formatted(why)));
            }
            int _ = (int) function("listen", INT, INT).invoke(errno, socket, BACKLOG);
            return OptionalInt.of(socket);
        } catch (BadInputException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the system's library failed", e);
        }
    }

    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(INT, arguments),
                Linker.Option.captureCallState("errno"));
    }
}
