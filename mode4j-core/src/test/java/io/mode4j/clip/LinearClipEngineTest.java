package io.mode4j.clip;

/** Shows that the contract of engines can be kept, and that the fixture of the other tests keeps it. */
class LinearClipEngineTest extends ClipEngineContract {

    @Override
    protected ClipEngine engine() {
        return new LinearClipEngine();
    }
}
