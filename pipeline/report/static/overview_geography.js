"use strict";
/* Where things are drawn on a map: the Mercator projection, in degrees of longitude, north up. */
overview.geography = (() => {
  const RIGHT = Math.PI / 180;
  const LIMIT = 85;

  function project(longitude, latitude) {
    const bounded = Math.max(-LIMIT, Math.min(LIMIT, latitude));
    return [longitude, -Math.log(Math.tan(Math.PI / 4 + bounded * RIGHT / 2)) / RIGHT];
  }

  /** The points of an encoded polyline: see data/build_outlines.py. */
  function decoded(text, scale) {
    const points = [];
    const values = [0, 0];
    let axis = 0, rest = 0, shift = 0;
    for (let at = 0; at < text.length; at++) {
      const bits = text.charCodeAt(at) - 63;
      rest |= (bits & 31) << shift;
      shift += 5;
      if (bits >= 32) continue;
      values[axis] += rest & 1 ? ~(rest >> 1) : rest >> 1;
      if (axis) points.push([values[0] / scale, values[1] / scale]);
      axis = 1 - axis;
      rest = shift = 0;
    }
    return points;
  }

  /** Lines as the `d` of one SVG path. */
  function path(lines, scale, closed) {
    return lines.map(line => "M" + decoded(line, scale).map(([longitude, latitude]) => {
      const [x, y] = project(longitude, latitude);
      return `${Number(x.toFixed(2))} ${Number(y.toFixed(2))}`;
    }).join("L") + (closed ? "Z" : "")).join("");
  }

  /** A view {x, y, scale} (centre, and pixels a degree) in which points fill a frame. */
  function fit(points, width, height, {margin, closest, world}) {
    if (!points.length) return world;
    const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    return {
      x: (left + right) / 2, y: (top + bottom) / 2,
      scale: Math.min(closest, Math.max(1, width - 2 * margin) / (right - left || 1e-9),
        Math.max(1, height - 2 * margin) / (bottom - top || 1e-9)),
    };
  }

  /** The boxes, in the order given, that overlap none before them: [left, top, width, height, ...]. */
  function apart(boxes) {
    const kept = [];
    for (const box of boxes) {
      const [left, top, width, height] = box;
      const clear = ([l, t, w, h]) => left > l + w || l > left + width || top > t + h || t > top + height;
      if (kept.every(clear)) kept.push(box);
    }
    return kept;
  }

  return {project, path, fit, apart};
})();
