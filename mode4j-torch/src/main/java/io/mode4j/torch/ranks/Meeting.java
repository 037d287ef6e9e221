package io.mode4j.torch.ranks;

import io.mode4j.artifact.BadInputException;
import io.mode4j.ranks.RankPlace;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.ByteVector;
import org.bytedeco.pytorch.IntOptional;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;

/** The place where ranks meet: texts by name, kept by the first rank or by the launcher. Safe for use by several threads, which wait for each other. */
final class Meeting implements AutoCloseable {
    private final NativeOwner owner = new NativeOwner();
    private final TCPStore store;
    private final String prefix;

    private Meeting(RankPlace place, TCPStoreOptions options) {
        this.store = owner.own(new TCPStore(place.host(), options));
        this.prefix = "mode4j/%d/".formatted(place.attempt());
    }

    /**
     * Opens it, or goes there.
     *
     * @param patience
     *            for the first rank to open it, and for each answer
     * @throws BadInputException
     *             if the port is in use, or nobody is there in time
     */
    static Meeting of(RankPlace place, boolean opens, Duration patience) throws BadInputException {
        try (NativeScope _ = NativeScope.open()) {
            TCPStoreOptions options = new TCPStoreOptions().port((short) place.port())
                    .isServer(opens)
                    .waitWorkers(false)
                    .timeout(new Milliseconds(patience.toMillis()));
            if (opens) {
                OptionalInt socket = ListeningSocket.open(InetAddress.getByName(place.host()), place.port());
                socket.ifPresent(descriptor -> options.masterListenFd(new IntOptional(descriptor)));
            }
            return new Meeting(place, options);
        } catch (UnknownHostException e) {
            throw new BadInputException("no host '%s', where rank 0 should be (environment variable MASTER_ADDR)".formatted(place.host()),
                    e);
        } catch (RuntimeException e) {
            throw new BadInputException(
                    "rank %d of %d cannot meet the others at port %d of %s: %s".formatted(place.rank(), place.count(), place.port(),
                            place.host(), firstLine(e)),
                    e);
        }
    }

    static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** {@return a part of it for something that has names of its own} */
    Store store(String part) {
        return owner.own(new PrefixStore(prefix + part, store));
    }

    void put(String name, String text) {
        try (NativeScope _ = NativeScope.open()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteVector value = new ByteVector((long) bytes.length);
            for (int i = 0; i < bytes.length; i++) {
                value.put(i, bytes[i]);
            }
            store.set(prefix + name, value);
        }
    }

    boolean has(String name) {
        try (NativeScope _ = NativeScope.open()) {
            return store.check(new StringVector(prefix + name));
        }
    }

    /** {@return a text; waits for it} */
    String get(String name) {
        try (NativeScope _ = NativeScope.open()) {
            ByteVector value = store.get(prefix + name);
            byte[] bytes = new byte[(int) value.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = value.get(i);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
