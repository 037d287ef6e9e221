package io.mode4j.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** open_clip at one setting: eager, and under torch.compile if asked for. */
final class ClipPeers implements AutoCloseable {
    private final List<Peer> peers = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param kind
     *            what they do: train, images or texts
     * @param times
     *            how often a run goes through the inputs
     */
    ClipPeers(String kind, ClipWork clip, Path reference, ClipSetting setting, int times, Options options) throws IOException {
        for (String mode : options.compiled() ? List.of("eager", "compiled") : List.of("eager")) {
            peers.add(new Peer("open_clip " + setting.peer() + " " + mode, options.peers(), options.threads(), "clip_speed.py", kind,
                    clip.model().toString(), clip.inputs().toString(), reference.toString(), setting.peer(), mode,
                    Integer.toString(times), options.device()));
        }
    }

    List<Peer> all() {
        return peers;
    }

    @Override
    public void close() throws IOException {
        for (Peer peer : peers) {
            peer.close();
        }
    }
}
