// Shows a run: asks for all of it once, then follows the events behind what it got.

import { Chart } from "./chart.js";
import { drawTimes } from "./times.js";
import { Series } from "./series.js";

const $ = (id) => document.getElementById(id);

// ---------------------------------------------------------------- words

const whole = (number) => number.toLocaleString("en", { maximumFractionDigits: 0 });
const decimals = (number, digits) =>
  number.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const percent = (share, digits = 2) => `${decimals(share * 100, digits)} %`;
const lossText = (loss) => (loss >= 100 ? whole(loss) : decimals(loss, loss >= 10 ? 2 : 4));
const known = (value, words) => (value === undefined || value === null ? "–" : words(value));

function duration(seconds) {
  const rounded = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(rounded / 3600), Math.floor(rounded / 60) % 60, rounded % 60];
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}

function milliseconds(seconds) {
  const value = seconds * 1000;
  return `${decimals(value, value >= 100 ? 0 : value >= 10 ? 1 : 2)} ms`;
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let [value, unit] = [bytes, 0];
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${decimals(value, unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

const clock = (time) => new Date(time * 1000).toLocaleTimeString("en-GB");
const date = (time) => new Date(time * 1000).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });

// Each state has a word and a mark of its own, so that colour never has to be seen.
const states = {
  opening: "…", waiting: "⏸", training: "▶", evaluating: "◆", finished: "✓", stopped: "■", failed: "✕",
  working: "▶", idle: "○", late: "▲", silent: "?", left: "←", lost: "✕", expelled: "⊘",
};

// Kinds of notes: the word, the mark, and whether something went wrong.
const kinds = {
  started: ["began", "▶", ""], resumed: ["resumed", "↻", "warn"], waiting: ["waiting", "⏸", "warn"],
  proceeding: ["goes on", "▶", ""], joined: ["joined", "+", ""], left: ["left", "←", "warn"],
  lost: ["lost", "✕", "bad"], late: ["late", "▲", "warn"], silent: ["silent", "?", "warn"], back: ["back", "→", "good"],
  expelled: ["expelled", "⊘", "bad"], reissued: ["redone", "⟳", "warn"], redone: ["round redone", "⟲", "bad"],
  checkpoint: ["checkpoint", "⤓", "good"], finished: ["finished", "✓", "good"], stopped: ["stopped", "■", "warn"],
  failed: ["failed", "✕", "bad"],
};

function node(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function say(id, text) {
  const place = $(id);
  if (place.textContent !== text) place.textContent = text;
}

// ---------------------------------------------------------------- what is known

let run = null;
let trainers = [];
let checkpoints = [];
const steps = new Series();
const evaluations = new Series();
const notes = new Map();

const lossChart = new Chart($("loss"), $("loss-readout"), {
  key: "loss", name: "Loss", fromZero: true, format: lossText,
  axis: (value) => value.toLocaleString("en", { maximumSignificantDigits: 4 }),
});
const accuracyChart = new Chart($("accuracy"), $("accuracy-readout"), {
  key: "accuracy", name: "Accuracy", most: 1, format: (value) => percent(value),
  axis: (value) => `${(value * 100).toLocaleString("en", { maximumSignificantDigits: 4 })} %`,
});

// Charts follow at most four times a second, whatever comes.
const chartInterval = 250;
let chartsAreDue = false;

function drawCharts() {
  if (chartsAreDue) return;
  chartsAreDue = true;
  setTimeout(() => {
    chartsAreDue = false;
    const stepCount = run?.job?.stepCount ?? 1;
    lossChart.show(steps.points, evaluations.points, stepCount);
    accuracyChart.show(steps.points, evaluations.points, stepCount, run?.job?.targetAccuracy);
    drawTimes($("times"), steps.points);
  }, chartInterval);
}

// ---------------------------------------------------------------- the run

function showRun() {
  const job = run.job;
  say("name", job?.name ?? "A run");
  document.title = job ? `${job.name} · ${run.state} · Pangea` : "Pangea";
  $("state").dataset.state = run.state;
  $("state").firstElementChild.textContent = states[run.state] ?? "";
  say("state-text", run.state);
  $("reason").hidden = !run.reason;
  say("reason", run.reason ?? "");
  showProgress(job);
  say("elapsed", duration(run.elapsed));
  say("rate", known(run.samplesPerSecond, whole));
  say("fact-loss", known(run.training.loss, lossText));
  say("fact-accuracy", known(run.evaluation.accuracy, (share) => percent(share)));
  say("fact-trainers", whole(run.trainers));
  const { leasesReissued, leasesIssued } = run.redone;
  say("fact-redone", `${whole(leasesReissued)} of ${whole(leasesIssued)}`);
  showTime(run.stepSeconds);
  showJob(job);
  showProblem();
}

function showProgress(job) {
  say("step", whole(run.step));
  say("step-count", known(job?.stepCount, whole));
  const isOver = ["finished", "stopped", "failed"].includes(run.state);
  say("left-label", isOver ? "" : "time left ");
  say("left", isOver ? "" : known(run.secondsLeft, (seconds) => duration(seconds)));
  say("epoch", job ? `${whole(run.epoch)} of ${whole(job.epochs)}` : "–");
  const share = job ? run.step / job.stepCount : 0;
  $("bar-fill").style.width = `${share * 100}%`;
  $("bar").setAttribute("aria-valuenow", (share * 100).toFixed(1));
  $("bar").setAttribute("aria-valuetext", `${whole(run.step)} of ${known(job?.stepCount, whole)} steps`);
  const ticks = job && job.epochs <= 50 ? job.epochs - 1 : 0;
  if ($("bar-ticks").childElementCount === ticks) return;
  $("bar-ticks").replaceChildren(...Array.from({ length: ticks }, (_, index) => {
    const tick = node("i");
    tick.style.left = `${((index + 1) / job.epochs) * 100}%`;
    return tick;
  }));
}

function showTime(seconds) {
  const parts = ["wait", "compute", "reduce", "send"];
  const total = seconds ? parts.reduce((sum, part) => sum + seconds[part], 0) : 0;
  say("time-total", seconds ? milliseconds(total) : "–");
  for (const part of parts) {
    const share = total > 0 ? seconds[part] / total : 0.25;
    document.querySelector(`#time-bar .${part}`).style.width = `calc(${share * 100}% - 2px)`;
    say(`time-${part}`, seconds ? milliseconds(seconds[part]) : "–");
    say(`part-${part}`, seconds ? percent(share, 1) : "–");
  }
}

function showJob(job) {
  if (!job || $("job").childElementCount > 0) return;
  const facts = [
    ["Parameters", whole(job.parameters)], ["Training samples", whole(job.trainingSamples)],
    ["Evaluation samples", whole(job.evaluationSamples)],
    ["Batch", `${whole(job.batch)} in micro-batches of ${whole(job.microBatch)}`], ["Epochs", whole(job.epochs)],
    ["Target", known(job.targetAccuracy, (share) => percent(share, 1))], ["Seed", String(job.seed)],
    ["Data", job.dataset.slice(0, 16) + "…"],
  ];
  $("job").replaceChildren(...facts.map(([name, value]) => node("div", {}, node("dt", {}, name), node("dd", {}, value))));
}

function showProblem() {
  if (!run.historyProblem || run.reason) return;
  $("reason").hidden = false;
  say("reason", run.historyProblem);
}

// ---------------------------------------------------------------- trainers

function pill(state) {
  const mark = node("span", { className: "pill-mark", ariaHidden: "true" }, states[state] ?? "");
  const made = node("span", { className: "pill" }, mark, state);
  made.dataset.state = state;
  return made;
}

function cell(label, className, ...children) {
  const made = node("td", { className }, ...children);
  if (label) made.dataset.label = label;
  return made;
}

// Reasons for which work is redone, as people say it.
const causes = {
  left: "it was gone", silent: "it was silent", late: "it was late", overtaken: "others were first",
  takenOver: "it had not begun", duplicated: "it was slow",
};

function trainerRow(trainer) {
  const isGone = ["left", "lost", "expelled"].includes(trainer.state);
  const name = node("th", { scope: "row" }, trainer.name);
  if (trainer.reason) name.append(node("span", { className: "why" }, trainer.reason));
  const fill = node("i");
  fill.style.width = `${trainer.share * 100}%`;
  const share = node(
    "div", { className: "share" }, node("div", { className: "share-bar", ariaHidden: "true" }, fill),
    node("span", { className: "share-text" }, percent(trainer.share, 1)));
  const why = Object.entries(trainer.redoneBy).filter(([, count]) => count > 0)
    .map(([cause, count]) => `${causes[cause] ?? cause}: ${whole(count)}`).join(", ");
  const redone = cell("redone by others", "number", trainer.redone > 0 ? whole(trainer.redone) : "0");
  if (why) redone.append(node("span", { className: "why" }, why));
  const heard = node("span", { className: "heard" });
  heard.dataset.time = trainer.lastHeard ?? "";
  heard.dataset.gone = isGone ? "yes" : "";
  const row = node(
    "tr", {}, name, cell(null, "", pill(trainer.state)),
    cell("micro-batches a second", "number", isGone ? "–" : known(trainer.speed, (speed) => decimals(speed, 1))),
    cell(null, "wide", share), redone, cell("last heard", "number", heard));
  if (isGone) row.dataset.gone = "yes";
  row.dataset.name = trainer.name;
  return row;
}

function showTrainers() {
  $("trainers").tBodies[0].replaceChildren(...trainers.map(trainerRow));
  const present = trainers.filter((trainer) => !["left", "lost", "expelled"].includes(trainer.state)).length;
  say("trainers-note", trainers.length === 0 ? "none has joined yet" : `${present} of ${trainers.length} are there`);
  showHeard();
}

// Seconds since a trainer was heard of: they pass also where nothing comes.
function showHeard() {
  for (const place of document.querySelectorAll(".heard")) {
    const time = Number(place.dataset.time);
    const age = Math.max(0, Date.now() / 1000 + clockOffset - time);
    place.textContent = !time ? "–" : place.dataset.gone ? `at ${clock(time)}` : age < 1.5 ? "now" : `${duration(age)} ago`;
  }
}

// ---------------------------------------------------------------- what happened, checkpoints

function noteRow(note) {
  const [word, mark, grade] = kinds[note.kind] ?? [note.kind, "", ""];
  const time = node("time", { dateTime: new Date(note.time * 1000).toISOString(), title: date(note.time) }, clock(note.time));
  const kind = node("span", { className: `kind ${grade}` }, node("span", { ariaHidden: "true" }, `${mark} `), word);
  const count = note.count > 1 ? ` (${whole(note.count)})` : "";
  // A digest is shown whole where it can be copied.
  const words = note.text.replace(/[0-9a-f]{64}/g, (digest) => `${digest.slice(0, 12)}…${digest.slice(-6)}`);
  const steps = note.firstStep < note.step ? `steps ${whole(note.firstStep)} to ${whole(note.step)}` : `step ${whole(note.step)}`;
  const text = node("span", { className: "text", title: note.text }, `${words}${count} `, node("span", { className: "muted" }, `· ${steps}`));
  const row = node("li", {}, time, kind, text);
  row.dataset.kind = note.kind;
  return row;
}

// Neighbours that say the same of one step after the other are shown as one.
function folded(sorted) {
  const shown = [];
  for (const note of sorted) {
    const newer = shown.at(-1);
    if (newer && newer.kind === note.kind && newer.text === note.text) {
      newer.count += note.count;
      newer.firstStep = note.step;
    } else {
      shown.push({ ...note, firstStep: note.step });
    }
  }
  return shown;
}

function showNotes() {
  const isTrouble = $("trouble").checked;
  const wanted = [...notes.values()].filter((note) => !isTrouble || ["warn", "bad"].includes(kinds[note.kind]?.[2]));
  const shown = folded(wanted.sort((left, right) => right.number - left.number)).slice(0, 300);
  const empty = node("li", {}, node("span", { className: "text muted" }, isTrouble ? "Nothing went wrong." : "Nothing yet."));
  $("notes").replaceChildren(...(shown.length > 0 ? shown.map(noteRow) : [empty]));
}

function checkpointRow(file) {
  const copy = node("button", { className: "button", type: "button", ariaLabel: `Copy the digest of ${file.name}` }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard?.writeText(file.sha256).catch(() => {});
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  const digest = node("code", { title: file.sha256 }, `${file.sha256.slice(0, 12)}…${file.sha256.slice(-6)}`);
  const link = node(
    "a", { href: `api/v1/checkpoints/${encodeURIComponent(file.name)}`, download: file.name,
      ariaLabel: `Download ${file.name}` }, "Download");
  const holds = file.kind === "model" ? "the final model" : `step ${whole(file.step)}`;
  return node(
    "tr", {}, node("th", { scope: "row", title: file.name }, holds), cell("written", "", date(file.written)),
    cell("size", "number", size(file.bytes)), cell(null, "wide", node("div", { className: "digest" }, digest, copy)),
    cell(null, "", link));
}

function showCheckpoints() {
  $("checkpoints").hidden = checkpoints.length === 0;
  $("no-checkpoints").hidden = checkpoints.length > 0;
  $("checkpoints").tBodies[0].replaceChildren(...checkpoints.map(checkpointRow));
}

// ---------------------------------------------------------------- following

let source = null;
let clockOffset = 0;

function showLink(state, text) {
  $("link").dataset.link = state;
  say("link-text", text);
}

async function ask(path) {
  const response = await fetch(`api/v1/${path}`, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  const now = Date.parse(response.headers.get("date") ?? "");
  // Clocks of two machines differ; a second's rounding isn't a difference.
  if (Math.abs(now - Date.now()) > 2000) clockOffset = (now - Date.now()) / 1000;
  return response.json();
}

// Asks for everything, and then for what comes behind it; tries again until that works.
async function begin() {
  source?.close();
  try {
    // First: a state that was asked for before could be older than what the events behind this one tell.
    const history = await ask("history");
    const [newRun, newTrainers, newCheckpoints] = await Promise.all(["run", "trainers", "checkpoints"].map(ask));
    run = newRun;
    trainers = newTrainers.trainers;
    checkpoints = newCheckpoints.checkpoints;
    steps.replace(history.steps);
    evaluations.replace(history.evaluations);
    notes.clear();
    for (const note of history.notes) notes.set(note.number, note);
    $("job").replaceChildren();
    showRun();
    showTrainers();
    showCheckpoints();
    showNotes();
    drawCharts();
    follow(history.lastEventId);
  } catch {
    loseLink();
    setTimeout(begin, 2000);
  }
}

function loseLink() {
  const isOver = run && ["finished", "stopped", "failed"].includes(run.state);
  showLink("lost", isOver ? "the orchestrator has ended" : "connection lost, trying again");
}

function follow(lastEventId) {
  source = new EventSource(`api/v1/events?after=${encodeURIComponent(lastEventId)}`);
  source.onopen = () => showLink("live", "live");
  source.onerror = () => {
    loseLink();
    // The browser comes back by itself, but not to a server that refused it.
    if (source.readyState === EventSource.CLOSED) setTimeout(begin, 2000);
  };
  const on = (name, body) => source.addEventListener(name, (event) => body(JSON.parse(event.data)));
  on("run", (answer) => { run = answer; showRun(); drawCharts(); });
  on("trainers", (answer) => { trainers = answer.trainers; showTrainers(); });
  on("checkpoints", (answer) => { checkpoints = answer.checkpoints; showCheckpoints(); });
  on("steps", (points) => { steps.append(points); drawCharts(); });
  on("evaluations", (points) => { evaluations.append(points); drawCharts(); });
  on("notes", (more) => {
    for (const note of more) notes.set(note.number, note);
    showNotes();
  });
  on("reset", () => begin());
}

// ---------------------------------------------------------------- the theme

const themes = ["automatic", "light", "dark"];

function showTheme(theme) {
  if (theme === "automatic") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  say("theme", `Theme: ${theme}`);
}

function storedTheme() {
  try {
    const theme = localStorage.getItem("theme");
    return themes.includes(theme) ? theme : "automatic";
  } catch {
    return "automatic";
  }
}

let theme = storedTheme();
showTheme(theme);
$("theme").addEventListener("click", () => {
  theme = themes[(themes.indexOf(theme) + 1) % themes.length];
  showTheme(theme);
  try { localStorage.setItem("theme", theme); } catch { /* It holds for this visit. */ }
});
$("trouble").addEventListener("change", showNotes);
setInterval(showHeard, 1000);
begin();
