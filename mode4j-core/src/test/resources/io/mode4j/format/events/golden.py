"""Writes events.bin with TensorBoard's own messages and record writer, and events.json with what its own reader finds in it."""
import json, os, shutil, sys, tempfile

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

EVENTS = [(1, {"train/loss": 2.5, "train/lr": 0.0}),
          (130, {"train/loss": 0.1, "train/lr": 1e-3, "val/image_to_text_R@1": 1.0}),
          (70_000_000_000, {"train/é": -3.25})]

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "events.bin"), "wb") as out:
    writer = RecordWriter(out)
    writer.write(event_pb2.Event(wall_time=1700000000.25, file_version="brain.Event:2").SerializeToString())
    start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
    writer.write(event_pb2.Event(wall_time=1700000000.25, step=1, session_log=start).SerializeToString())
    for step, values in EVENTS:
        summary = summary_pb2.Summary(value=[summary_pb2.Summary.Value(tag=tag, simple_value=value) for tag, value in values.items()])
        writer.write(event_pb2.Event(wall_time=1700000000.5 + step, step=step, summary=summary).SerializeToString())

with tempfile.TemporaryDirectory() as folder:
    shutil.copy(os.path.join(here, "events.bin"), os.path.join(folder, "events.out.tfevents.1700000000.mode4j"))
    reader = EventAccumulator(folder)
    reader.Reload()
    found = {tag: [[event.wall_time, event.step, event.value] for event in reader.Scalars(tag)] for tag in reader.Tags()["scalars"]}
with open(os.path.join(here, "events.json"), "w") as out:
    json.dump(found, out, indent=1)
    out.write("\n")
