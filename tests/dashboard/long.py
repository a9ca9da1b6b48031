"""A run of 100,000 steps: what its history takes, and whether the page stays responsive."""

import json
import os
import pathlib
import signal
import sys
import tempfile
import time
import urllib.request

from browser import Browser
from services import ROOT, Run
from test import expect, say

# 180 steps an epoch, and an evaluation behind each: of both there are more than are kept.
EPOCHS = int(os.environ.get("EPOCHS", 556))
STEPS = 180 * EPOCHS
JOB = f"""
name: long
seed: 7
data:
  csv:
    training: digits/training.csv.gz
    evaluation: digits/evaluation.csv.gz
    header: false
    label: "64"
model:
  mlp:
    hidden: [4]
training:
  batch: 8
  microBatch: 4
  epochs: {EPOCHS}
  optimiser:
    sgd: {{}}
  schedule:
    rate: 0.002
evaluation:
  batch: 360
checkpoint:
  everySteps: 18000
"""
# Milliseconds more for each micro-batch: services and browser share this machine, and each is to have some of it.
PAUSE = 1
MIB = 1 << 20
# What the page does is added up from here on: how often it draws, and what keeps its thread for longer than 50 ms.
COUNTING = """
globalThis.seen = { draws: 0, long: [] };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.long.push(entry.duration); })
  .observe({ type: "longtask", buffered: true });
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => { seen.draws += 1; }).observe(document.getElementById("loss"), { childList: true });
});
"""
# From a key to the frame that shows what it does.
KEY = """(async () => {
  document.getElementById("loss").focus();
  const readout = document.getElementById("loss-readout");
  const begun = performance.now();
  const answered = new Promise((resolve) => new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  }).observe(readout, { childList: true }));
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
  const taken = await answered;
  document.activeElement.blur();
  return taken;
})()"""


def memory(process):
    """What a process has in memory now, in bytes, and at most so far."""
    fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines())
    return tuple(int(fields[key].split()[0]) << 10 for key in ("VmRSS", "VmHWM"))


def history(run):
    """The bytes of `/history` and of its file, and the ranges of steps that it has."""
    with urllib.request.urlopen(f"http://127.0.0.1:{run.dashboard}/api/v1/history", timeout=30) as answer:
        text = answer.read()
    return len(text), os.path.getsize(run.folder / "run/history.log"), json.loads(text)


class Watch:
    """What the page costs between two looks."""

    def __init__(self, page):
        self.page = page
        # In processor time: how long it has to wait for a processor isn't the page's doing.
        page.call("Performance.enable", timeDomain="threadTicks")
        self.before = self.look()

    def look(self):
        values = {entry["name"]: entry["value"] for entry in self.page.call("Performance.getMetrics")["metrics"]}
        return {**values, **self.page.evaluate("({ draws: seen.draws, long: seen.long.length })"), "at": time.monotonic()}

    def since(self):
        now, before = self.look(), self.before
        self.before = now
        draws = max(1, now["draws"] - before["draws"])
        each = lambda name: (now[name] - before[name]) * 1000 / draws
        return {
            "draws": draws, "a second": draws / (now["at"] - before["at"]), "script ms": each("ScriptDuration"),
            "style and layout ms": each("LayoutDuration") + each("RecalcStyleDuration"), "task ms": each("TaskDuration"),
            "busy": (now["TaskDuration"] - before["TaskDuration"]) / (now["at"] - before["at"]),
            "long tasks": now["long"] - before["long"], "nodes": now["Nodes"],
        }


def heap(page):
    page.call("HeapProfiler.collectGarbage")
    return page.call("Runtime.getHeapUsage")["usedSize"]


def measure(run, page, watch):
    """A row of the table, at a tenth of the run."""
    bytes_served, bytes_written, told = history(run)
    cost = watch.since()
    key = sorted(page.evaluate(KEY) for _ in range(5))[2]
    row = {
        "step": run.ask("run")["step"], "served": bytes_served, "file": bytes_written, "resident": memory(run.orchestrator)[0],
        "heap": heap(page), "key ms": key, "longest ms": max(page.evaluate("seen.long.splice(0)"), default=0), **cost,
        "entries": (len(told["steps"]), len(told["evaluations"]), len(told["notes"])),
    }
    say(
        f"step {row['step']:>7,}  /history {row['served'] / 1000:4.0f} kB  file {row['file'] / 1000:5.0f} kB  orchestrator "
        f"{row['resident'] / MIB:5.1f} MiB  page {row['heap'] / MIB:4.1f} MiB, {row['nodes']:.0f} nodes  an update "
        f"{row['script ms']:4.1f} ms script + {row['style and layout ms']:3.1f} ms layout, {row['a second']:.1f} a second, "
        f"thread busy {row['busy'] * 100:2.0f} %, longest task {row['longest ms']:3.0f} ms, key {row['key ms']:3.0f} ms")
    return row


def disturb(run):
    """A trainer is lost and comes back: there is something to note."""
    run.trainers["bob"].send_signal(signal.SIGKILL)
    run.trainers["bob"].wait()
    run.start_trainer("bob", PAUSE)


def follow(run, page):
    watch, rows = Watch(page), []
    for part in range(1, 11):
        run.wait_for_step(min(STEPS - 1, STEPS * part // 10), 3600)
        rows.append(measure(run, page, watch))
        if part < 10:
            disturb(run)
    page.wait("document.getElementById('state').dataset.state === 'finished'", "the run is finished", 300)
    return rows


def hold(run, page, rows):
    served, file, told = history(run)
    steps = told["steps"]
    expect(steps[0]["from"] == 0 and steps[-1]["to"] == STEPS, f"the history has all {STEPS:,} steps")
    expect(all(left["to"] == right["from"] for left, right in zip(steps, steps[1:])), f"without a gap, in {len(steps)} entries")
    expect(len(steps) <= 1024 and len(told["evaluations"]) <= 512, f"bounded: {len(steps)} of steps, {len(told['evaluations'])} of evaluations")
    wide = [entry for entry in steps if entry["to"] - entry["from"] > 1]
    kept = sum(entry["loss"]["min"] < entry["loss"]["mean"] < entry["loss"]["max"] for entry in wide)
    expect(kept == len(wide) > 0, f"each of the {kept} entries of more than a step has its minimum, mean and maximum")
    expect(max(row["served"] for row in rows) < MIB, f"/history had at most {max(row['served'] for row in rows) / 1000:.0f} kB, {served / 1000:.0f} kB at the end")
    expect(max(row["file"] for row in rows) <= 4 * MIB, f"its file at most {max(row['file'] for row in rows) / 1000:.0f} kB, {file / 1000:.0f} kB at the end")
    grown = rows[-1]["resident"] - rows[2]["resident"]
    expect(grown < 16 * MIB, f"the orchestrator grew by {grown / MIB:.1f} MiB behind the third tenth, {memory(run.orchestrator)[1] / MIB:.1f} MiB at most")
    expect(max(row["heap"] for row in rows) < 32 * MIB, f"the page has at most {max(row['heap'] for row in rows) / MIB:.1f} MiB of objects")
    expect(max(row["nodes"] for row in rows) < 20_000, f"and {max(row['nodes'] for row in rows):.0f} nodes")
    expect(max(row["busy"] for row in rows) < 0.5, f"its thread is busy for at most {max(row['busy'] for row in rows) * 100:.0f} % of the time")
    expect(sorted(row["key ms"] for row in rows)[5] < 250, f"a key is answered within {sorted(row['key ms'] for row in rows)[5]:.0f} ms in the middle of ten")


def opens_late(run, page):
    """The page is opened when all is there."""
    begun = time.monotonic()
    page.open(f"http://127.0.0.1:{run.dashboard}/")
    page.wait("document.querySelector('#loss path.line.training') !== null", "the curve is there")
    say(f"    a page that is opened then shows the curve after {time.monotonic() - begun:.2f} s")


def main():
    folder = tempfile.TemporaryDirectory(prefix="dashboard-")
    pathlib.Path(folder.name, "job.yaml").write_text(JOB)
    run = Run(folder.name, f"{folder.name}/job.yaml", ROOT / "examples/data", 2)
    browser = Browser()
    try:
        page = browser.page()
        page.look(1240, 1400)
        page.call("Page.addScriptToEvaluateOnNewDocument", source=COUNTING)
        page.open(f"http://127.0.0.1:{run.dashboard}/")
        begun = time.monotonic()
        for name in ("ada", "bob"):
            run.start_trainer(name, PAUSE)
        page.wait("document.getElementById('state').dataset.state === 'training'", "the run trains")
        rows = follow(run, page)
        say(f"{STEPS:,} steps in {time.monotonic() - begun:.0f} s")
        hold(run, page, rows)
        opens_late(run, page)
        page.take_events()
        expect(page.complaints == [], f"no error and no warning in the console: {page.complaints}")
    finally:
        browser.close()
        run.close()
        folder.cleanup()


if __name__ == "__main__":
    sys.exit(main())
