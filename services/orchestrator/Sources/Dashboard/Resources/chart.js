// A chart of one value by step: the training's mean with its minima and maxima, and the evaluations.

import { thin } from "./series.js";

const namespace = "http://www.w3.org/2000/svg";
const margin = { left: 50, right: 14, top: 10, bottom: 40 };

function element(name, attributes = {}, text) {
  const node = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

// Round numbers that cut [low, high] into about `count` parts.
export function ticks(low, high, count) {
  const raw = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= raw * 0.999);
  const values = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
    values.push(Number((index * step).toPrecision(12)));
  }
  return values;
}

export class Chart {
  #host;
  #readout;
  #options;
  #training = [];
  #evaluations = [];
  #stepCount = 1;
  #cursor = null;
  #scale = null;
  #isDue = false;

  // `options`: key of the value in a point, name for people, format, and whether the axis ends at 1.
  constructor(host, readout, options) {
    this.#host = host;
    this.#readout = readout;
    this.#options = options;
    new ResizeObserver(() => this.draw()).observe(host);
    host.addEventListener("pointermove", (event) => this.#point(event));
    host.addEventListener("pointerdown", (event) => this.#point(event));
    host.addEventListener("pointerleave", () => this.#select(null));
    host.addEventListener("keydown", (event) => this.#key(event));
    host.addEventListener("blur", () => this.#select(null));
  }

  show(training, evaluations, stepCount, target) {
    this.#training = training;
    this.#evaluations = evaluations;
    this.#stepCount = Math.max(1, stepCount);
    this.target = target;
    this.draw();
  }

  // Draws once before the next frame, however often it is asked.
  draw() {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#render();
    });
  }

  #value(point) {
    return point[this.#options.key];
  }

  // What is drawn: points with a value, no more than the width can show.
  #visible(width) {
    return thin(this.#training.filter((point) => this.#value(point)), Math.max(60, Math.floor(width / 3)));
  }

  #range(points) {
    let [low, high] = [Infinity, -Infinity];
    for (const point of [...points, ...this.#evaluations]) {
      const value = this.#value(point);
      if (!value) continue;
      low = Math.min(low, value.min);
      high = Math.max(high, value.max);
    }
    if (this.target !== undefined && low < Infinity) {
      low = Math.min(low, this.target);
      high = Math.max(high, this.target);
    }
    if (low > high) [low, high] = [0, 1];
    if (this.#options.fromZero) low = Math.min(low, 0);
    const room = (high - low || 1) * 0.06;
    if (low !== 0) low = this.#options.fromZero ? low - room : Math.max(0, low - room);
    return [low, this.#options.most ? Math.min(this.#options.most, high + room) : high + room];
  }

  #render() {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width === 0) return;
    const points = this.#visible(width);
    const [low, high] = this.#range(points);
    // The axis ends at the run's end, or before it as long as there is little to see.
    const newest = Math.max(points.at(-1)?.to ?? 0, this.#evaluations.at(-1)?.step ?? 0);
    const end = newest * 4 < this.#stepCount ? Math.max(20, newest * 1.6) : this.#stepCount;
    const scale = {
      x: (step) => margin.left + (step / end) * (width - margin.left - margin.right),
      y: (value) => height - margin.bottom - ((value - low) / (high - low)) * (height - margin.top - margin.bottom),
      step: (x) => ((x - margin.left) / (width - margin.left - margin.right)) * end,
    };
    this.#scale = { ...scale, points, width, height };
    const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    this.#axes(svg, scale, { low, high, end, width, height });
    this.#curves(svg, scale, points);
    this.#targetLabel(svg, scale);
    this.#mark(svg);
    this.#host.replaceChildren(svg);
    this.#describe(points);
  }

  #axes(svg, scale, { low, high, end, width, height }) {
    for (const value of ticks(low, high, Math.max(3, height / 55))) {
      const y = scale.y(value);
      svg.append(element("line", { class: "grid", x1: margin.left, x2: width - margin.right, y1: y, y2: y }));
      const label = element("text", { class: "tick", x: margin.left - 8, y: y + 4, "text-anchor": "end" });
      label.textContent = this.#options.axis(value);
      svg.append(label);
    }
    const bottom = height - margin.bottom;
    svg.append(element("line", { class: "axis", x1: margin.left, x2: width - margin.right, y1: bottom, y2: bottom }));
    for (const step of ticks(0, end, Math.max(2, width / 110))) {
      if (step % 1 !== 0) continue;
      const x = scale.x(step);
      svg.append(element("line", { class: "axis", x1: x, x2: x, y1: bottom, y2: bottom + 4 }));
      const attributes = { class: "tick", x, y: bottom + 18, "text-anchor": "middle" };
      svg.append(element("text", attributes, step.toLocaleString("en")));
    }
    const middle = (margin.left + width - margin.right) / 2;
    svg.append(element("text", { class: "tick", x: middle, y: height - 4, "text-anchor": "middle" }, "step"));
    if (this.target === undefined) return;
    const y = scale.y(this.target);
    svg.append(element("line", { class: "target", x1: margin.left, x2: width - margin.right, y1: y, y2: y }));
  }

  // In front of the curves: it is to be read where they cross it.
  #targetLabel(svg, scale) {
    if (this.target === undefined) return;
    const place = { class: "target-text", x: margin.left + 6, y: scale.y(this.target) - 5 };
    svg.append(element("text", place, `target ${this.#options.format(this.target)}`));
  }

  #curves(svg, scale, points) {
    const middle = (point) => scale.x((point.from + point.to) / 2).toFixed(1);
    const place = (point, value) => `${middle(point)} ${scale.y(value).toFixed(1)}`;
    if (points.length > 0) {
      const top = points.map((point) => place(point, this.#value(point).max));
      const bottom = points.map((point) => place(point, this.#value(point).min)).reverse();
      svg.append(element("path", { class: "band training", d: `M${[...top, ...bottom].join("L")}Z` }));
      const line = points.map((point) => place(point, this.#value(point).mean));
      svg.append(element("path", { class: "line training", d: `M${line.join("L")}` }));
    }
    const evaluations = this.#evaluations.filter((point) => this.#value(point));
    const dots = evaluations.map((point) => [scale.x(point.step), scale.y(this.#value(point).mean)]);
    if (dots.length > 1) {
      svg.append(element("path", { class: "line evaluation", d: `M${dots.map((dot) => dot.join(" ")).join("L")}` }));
    }
    if (dots.length > 60) return;
    for (const [x, y] of dots) {
      svg.append(element("path", { class: "dot evaluation", d: `M${x} ${y - 6}l6 6-6 6-6-6z` }));
    }
  }

  #mark(svg) {
    const point = this.#selected();
    if (!point) return;
    const { x, y, height } = this.#scale;
    const place = x((point.from + point.to) / 2);
    const line = { class: "cursor", x1: place, x2: place, y1: margin.top, y2: height - margin.bottom };
    svg.append(element("line", line));
    svg.append(element("circle", { class: "cursor-dot", cx: place, cy: y(this.#value(point).mean), r: 4.5 }));
  }

  #selected() {
    const points = this.#scale?.points ?? [];
    if (this.#cursor === null || points.length === 0) return null;
    return points.find((point) => point.to > this.#cursor) ?? points.at(-1);
  }

  // Words for the point under the cursor, or for the newest values.
  #describe(points) {
    const { format, name } = this.#options;
    const point = this.#selected();
    const [shown, at] = [point ?? points.at(-1), point ? point.to : Infinity];
    if (!shown) {
      this.#say([["No step is done yet.", false]]);
      return;
    }
    const value = this.#value(shown);
    const steps = shown.to - shown.from > 1 ? `steps ${shown.from.toLocaleString("en")} to ${(shown.to - 1).toLocaleString("en")}` : `step ${shown.from.toLocaleString("en")}`;
    const parts = [[`${point ? steps[0].toUpperCase() + steps.slice(1) : `Newest, ${steps}`}: training `, false], [format(value.mean), true]];
    if (value.max > value.min) parts.push([` (${format(value.min)} to ${format(value.max)})`, false]);
    const evaluation = this.#evaluations.filter((one) => one.step <= at && this.#value(one)).at(-1);
    if (evaluation) parts.push([`, evaluation `, false], [format(this.#value(evaluation).mean), true], [` at step ${evaluation.step.toLocaleString("en")}`, false]);
    this.#say(parts);
    this.#host.setAttribute("aria-label", `${name} by step. Arrow keys move along the curve.`);
  }

  #say(parts) {
    const nodes = parts.map(([text, isStrong]) => {
      if (!isStrong) return document.createTextNode(text);
      const strong = document.createElement("b");
      strong.textContent = text;
      return strong;
    });
    // Who reads by ear hears what is chosen, not every step.
    this.#readout.setAttribute("aria-live", this.#cursor === null ? "off" : "polite");
    this.#readout.replaceChildren(...nodes);
  }

  #select(step) {
    this.#cursor = step;
    this.draw();
  }

  #point(event) {
    if (!this.#scale) return;
    const step = this.#scale.step(event.clientX - this.#host.getBoundingClientRect().left);
    this.#select(Math.max(0, step));
  }

  #key(event) {
    const points = this.#scale?.points ?? [];
    if (points.length === 0) return;
    const here = this.#cursor === null ? points.length - 1 : points.indexOf(this.#selected());
    const place = {
      ArrowLeft: this.#cursor === null ? here : here - 1,
      ArrowRight: here + 1,
      PageUp: here + 10,
      PageDown: here - 10,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (event.key === "Escape") this.#select(null);
    if (place === undefined) return;
    event.preventDefault();
    const point = points[Math.min(points.length - 1, Math.max(0, place))];
    this.#select((point.from + point.to) / 2);
  }
}
