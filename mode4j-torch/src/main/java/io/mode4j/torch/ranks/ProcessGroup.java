package io.mode4j.torch.ranks;

import io.mode4j.artifact.BadInputException;
import io.mode4j.ranks.RankLostException;
import io.mode4j.ranks.RankPlace;
import io.mode4j.torch.memory.NativeOwner;
import io.mode4j.torch.memory.NativeScope;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.Backend;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Store;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.bytedeco.pytorch.nccl.ProcessGroupNCCL;

/**
 * Ranks that talk by LibTorch: tensors of processors and bytes by Gloo, tensors of GPUs by NCCL. No call waits in native code, so that a rank that is lost is reported and not
 * waited for. Neither Gloo nor NCCL asks who connects: they belong on a network where nobody else is. Used by one thread.
 */
public final class ProcessGroup implements TorchRanks {
    private static final Duration TO_MEET = Duration.ofMinutes(5);
    private static final Milliseconds FOR_EVER = new Milliseconds(Duration.ofDays(7).toMillis()); // the watch says when waiting is over
    private static final Queue<ProcessGroup> ABANDONED = new ConcurrentLinkedQueue<>(); // else JavaCPP frees what the collector finds
    private static final int SPINS = 200;
    private static final long PAUSE = 20_000; // ns

    private final RankPlace place;
    private final NativeOwner owner;
    private final Backend bytes;
    private final Backend tensors;
    private final Meeting meeting;
    private final RankWatch watch;
    private boolean lost;
    private long waited;

    private ProcessGroup(RankPlace place, NativeOwner owner, Backend bytes, Backend tensors, Meeting meeting, RankWatch watch) {
        this.place = place;
        this.owner = owner;
        this.bytes = bytes;
        this.tensors = tensors;
        this.meeting = meeting;
        this.watch = watch;
    }

    /**
     * Meets the other ranks.
     *
     * @param saysOfItself
     *            what must be the same on all ranks, by name: version, options
     * @param cuda
     *            whether tensors are on a GPU
     * @param timeout
     *            without a sign of life after which a rank is lost
     * @throws BadInputException
     *             if they cannot meet, or this rank does not fit the first one; the message says in what
     */
    public static ProcessGroup join(RankPlace place, SortedMap<String, String> saysOfItself, boolean cuda, Duration timeout)
            throws IOException {
        Meeting meeting = Meeting.of(place, place.rank() == 0 && !place.launcherMeets(), TO_MEET);
        NativeOwner owner = new NativeOwner();
        RankWatch watch = new RankWatch(place, Meeting.of(place, false, timeout), timeout);
        try (NativeScope _ = NativeScope.open()) {
            Roll.call(place, meeting, watch, saysOfItself, TO_MEET);
            Backend gloo = owner.own(gloo(place, meeting.store("gloo"), timeout));
            gloo.setTimeout(FOR_EVER);
            Backend tensors = cuda ? owner.own(new ProcessGroupNCCL(meeting.store("nccl"), place.rank(), place.count())) : gloo;
            return new ProcessGroup(place, owner, gloo, tensors, meeting, watch);
        } catch (IOException e) {
            watch.failed(String.valueOf(e.getMessage()));
            watch.close();
            meeting.close();
            throw e;
        } catch (RuntimeException e) {
            RankLostException explained = watch.explain(e);
            watch.close();
            throw explained;
        }
    }

    /** Listens on the interface that leads to the first rank, and on no other. */
    private static Backend gloo(RankPlace place, Store store, Duration timeout) throws IOException {
        ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(new Milliseconds(timeout.toMillis()));
        options.devices().push_back(ProcessGroupGloo.createDeviceForHostname(addressTowards(place)));
        return new ProcessGroupGloo(store, place.rank(), place.count(), options);
    }

    private static String addressTowards(RankPlace place) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port())); // sends nothing: asks the system which way it would go
            return socket.getLocalAddress().getHostAddress();
        }
    }

    @Override
    public int rank() {
        return place.rank();
    }

    @Override
    public int count() {
        return place.count();
    }

    @Override
    public long waited() {
        return waited;
    }

    @Override
    public Sum start(Tensor tensor) throws IOException {
        Work work = begin(() -> tensors.allreduce(new TensorVector(tensor)));
        return () -> finish(work);
    }

    @Override
    public byte[] gather(byte[] own) throws IOException {
        if (own.length == 0) {
            return own;
        }
        try (NativeScope _ = NativeScope.open()) {
            Tensor mine = torch.from_blob(new BytePointer(own), new long[]{own.length}, new TensorOptions(ScalarType.Byte)).clone();
            Tensor all = torch.empty(new long[]{(long) own.length * count()}, new TensorOptions(ScalarType.Byte),
                    new MemoryFormatOptional());
            finish(begin(() -> bytes._allgather_base(all, mine)));
            byte[] gathered = new byte[own.length * count()];
            all.data_ptr_byte().get(gathered);
            return gathered;
        }
    }

    private Work begin(Supplier<Work> start) throws RankLostException {
        try {
            return start.get();
        } catch (RuntimeException e) {
            lost = true;
            throw watch.explain(e);
        }
    }

    /** Waits for a piece of work, or for a rank to be lost. */
    private void finish(Work work) throws RankLostException {
        long began = System.nanoTime();
        try {
            for (int spins = 0; !work.isCompleted(); spins++) {
                watch.check();
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(PAUSE);
                }
            }
            work._wait(); // throws what went wrong
            waited += System.nanoTime() - began;
        } catch (RankLostException e) {
            lost = true;
            throw e;
        } catch (RuntimeException e) {
            lost = true;
            throw watch.explain(e);
        }
    }

    @Override
    public void failed(String why) {
        lost = true;
        watch.failed(why);
    }

    /** What a rank that is lost left unfinished is left to the end of the process: LibTorch would wait for it, or its work write where nothing is any more. */
    @Override
    public void close() {
        try {
            if (!lost) {
                byte[] _ = gather(new byte[1]);
                watch.left();
            }
        } catch (IOException _) {
            lost = true; // all work is done, and nobody is needed any more
        }
        watch.close();
        if (lost) {
            ABANDONED.add(this);
        } else {
            owner.close();
            meeting.close();
        }
    }
}
