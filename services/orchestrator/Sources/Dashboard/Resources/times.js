// Where the time of steps went, from the first to the newest: areas on top of each other.

import { thin } from "./series.js";

const namespace = "http://www.w3.org/2000/svg";
const parts = ["wait", "compute", "reduce", "send"];
// Patterns like those of the bar above, so that colour never has to be seen; one part is plain.
const stripes = { wait: "M-1 7L7 -1", reduce: "M3 0V6", send: "M2 3H4" };
let isDue = false;

function element(name, attributes, ...children) {
  const made = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function patterns() {
  const size = { width: 6, height: 6, patternUnits: "userSpaceOnUse" };
  return Object.entries(stripes).map(([part, d]) =>
    element("pattern", { id: `stripes-${part}`, ...size }, element("path", { class: "stripe", d })));
}

// Draws once before the next frame, however often it is asked.
export function drawTimes(host, points) {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    render(host, points);
  });
}

function total(point) {
  return parts.reduce((sum, part) => sum + point.seconds[part], 0);
}

function render(host, points) {
  const { clientWidth: width, clientHeight: height } = host;
  const shown = thin(points, Math.max(40, Math.floor(width / 4)));
  if (width === 0 || shown.length < 2) return;
  // One slow step, such as the first, mustn't flatten all others.
  const totals = shown.map(total).sort((left, right) => left - right);
  const most = totals[Math.floor(totals.length * 0.98)] || 1e-9;
  const [first, end] = [shown[0].from, shown.at(-1).to];
  const x = (point) => (((point.from + point.to) / 2 - first) / (end - first)) * width;
  const y = (seconds) => height - Math.min(1, seconds / most) * height;
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, element("defs", {}, ...patterns()));
  const floor = shown.map(() => 0);
  for (const part of parts) {
    const bottom = shown.map((point, index) => `${x(point).toFixed(1)} ${y(floor[index]).toFixed(1)}`).reverse();
    shown.forEach((point, index) => { floor[index] += point.seconds[part]; });
    const top = shown.map((point, index) => `${x(point).toFixed(1)} ${y(floor[index]).toFixed(1)}`);
    const d = `M${[...top, ...bottom].join("L")}Z`;
    svg.append(element("path", { class: part, d }));
    if (stripes[part]) svg.append(element("path", { fill: `url(#stripes-${part})`, d }));
  }
  host.replaceChildren(svg);
}
