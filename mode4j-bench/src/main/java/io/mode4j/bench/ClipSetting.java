package io.mode4j.bench;

import java.util.Arrays;
import java.util.List;

/** Precisions that are compared: open_clip's and the one of mode4j that answers to it. */
enum ClipSetting {
    /** float32 throughout. */
    FP32("fp32", "fp32"),
    /** bfloat16 autocast. */
    AMP_BF16("amp_bf16", "bf16"),
    /** The defaults of both; open_clip's is float16 autocast with scaled gradients. */
    AMP("amp", "auto");

    private final String peer;
    private final String ours;

    ClipSetting(String peer, String ours) {
        this.peer = peer;
        this.ours = ours;
    }

    /** {@return those that an option asks for} */
    static List<ClipSetting> of(Options options) {
        List<ClipSetting> asked = Arrays.stream(values())
                .filter(s -> options.setting().isEmpty() || s.peer.equals(options.setting()))
                .toList();
        if (asked.isEmpty()) {
            throw new IllegalArgumentException("--setting must be fp32, amp_bf16 or amp, found " + options.setting());
        }
        return asked;
    }

    /** {@return open_clip_train's word} */
    String peer() {
        return peer;
    }

    /** {@return mode4j's word} */
    String ours() {
        return ours;
    }
}
