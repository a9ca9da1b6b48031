// Curves in a bounded number of points that keep minima and maxima, as the server has them.

// The most points that a curve holds: twice what the server sends, so that it need not merge often.
const most = 2048;

function mergeValues(left, right, leftWeight, rightWeight) {
  if (!left || !right) return left ?? right;
  return {
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    mean: (left.mean * leftWeight + right.mean * rightWeight) / (leftWeight + rightWeight),
  };
}

function mergeSeconds(left, right, leftWeight, rightWeight) {
  if (!left || !right) return left ?? right;
  const sum = {};
  for (const part of Object.keys(left)) {
    sum[part] = (left[part] * leftWeight + right[part] * rightWeight) / (leftWeight + rightWeight);
  }
  return sum;
}

// Two neighbours as one.
function merge(left, right) {
  const [leftWeight, rightWeight] = [left.to - left.from, right.to - right.from];
  return {
    ...right,
    from: left.from,
    loss: mergeValues(left.loss, right.loss, leftWeight, rightWeight),
    accuracy: mergeValues(left.accuracy, right.accuracy, leftWeight, rightWeight),
    seconds: mergeSeconds(left.seconds, right.seconds, leftWeight, rightWeight),
  };
}

// Points taken together until at most `count` are left.
export function thin(points, count) {
  let thinned = points;
  while (thinned.length > count) {
    const next = [];
    for (let index = 0; index < thinned.length; index += 2) {
      next.push(index + 1 < thinned.length ? merge(thinned[index], thinned[index + 1]) : thinned[index]);
    }
    thinned = next;
  }
  return thinned;
}

// A curve, by its parts that are counted from `from` to before `to`.
export class Series {
  points = [];

  replace(points) {
    this.points = points;
  }

  // Adds what comes behind. What is known already comes again after a reconnect, and is left out.
  append(points) {
    for (const point of points) {
      const end = this.points.at(-1)?.to ?? 0;
      if (point.to <= end) continue;
      this.points.push(point.from < end ? { ...point, from: end } : point);
    }
    if (this.points.length > most) this.points = thin(this.points, most / 2);
  }

  get last() {
    return this.points.at(-1);
  }
}
