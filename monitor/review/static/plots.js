"use strict";
// What plots have in common, and the history of a listing: each fact by its known values, held until the next one.
(() => {
  const { _ } = window.monitor;
  const COLOURS = ["#0b5a8f", "#c04a00", "#1b7a4b", "#8a4f9e", "#a87a00", "#59626b"];
  const HEIGHT = 190;
  const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
  const day = new Intl.DateTimeFormat(language, { timeZone: "UTC", day: "numeric", month: "short" });
  const wholeDay = new Intl.DateTimeFormat(language, { timeZone: "UTC", dateStyle: "medium" });
  const amount = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const shown = (value) => (value === null || value === undefined ? "–" : amount.format(value));
  const dayOf = (seconds) => wholeDay.format(new Date(seconds * 1000));

  const period = (times) => `${dayOf(times[0])} – ${dayOf(times[times.length - 1])}`;

  const WHOLE = [1, 2, 5].flatMap((step) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6].map((power) => step * power)).sort((a, b) => a - b);
  const FONT = "12px system-ui, sans-serif";
  const axis = { stroke: "#59626b", font: FONT, grid: { stroke: "#e4e8eb", width: 1 }, ticks: { show: false } };
  const axes = [
    { ...axis, size: 28, space: 60, grid: { show: false }, values: (_plot, splits) => splits.map((at) => day.format(new Date(at * 1000))) },
    { ...axis, size: 56, space: 26, values: (_plot, splits) => splits.map((value) => amount.format(value)) },
  ];

  // draw in the element, as wide as that is; `series` without the one of the times, `whole`: only whole numbers
  function draw(element, data, series, { whole, ...more } = {}) {
    const options = {
      width: Math.max(element.clientWidth, 200), height: HEIGHT, axes: [axes[0], whole ? { ...axes[1], incrs: WHOLE } : axes[1]],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      cursor: { drag: { x: false, y: false } },
      series: [{ label: _("Day"), value: (plot, at) => (at === null ? period(plot.data[0]) : dayOf(at)) }, ...series],
      ...more,
    };
    const plot = new uPlot(options, data, element);
    new ResizeObserver(() => plot.setSize({ width: Math.max(element.clientWidth, 200), height: HEIGHT })).observe(element);
    return plot;
  }

  // the known values by their places, each held until the next one, until it was gone, or until it was seen last
  function held(times, events, until) {
    const rows = times.map((at, place) => ({ at, place, known: true }));
    const before = (at) => times.findLastIndex((one) => one < at);
    const gone = events.filter((one) => one.event === "gone" && before(one.at) >= 0);
    gone.forEach(({ at }) => rows.push({ at: at - 1, place: before(at) }, { at, place: -1 }));
    const last = times.length - 1;
    if (until > times[last] && !gone.some((one) => one.at > times[last])) rows.push({ at: until, place: last });
    return rows.sort((one, other) => one.at - other.at);
  }

  function drawHistory(element) {
    const { times, low, high, label, until, events } = JSON.parse(element.dataset.history);
    const rows = held(times, events, until);
    const values = (all) => rows.map(({ place }) => (place < 0 ? null : all[place]));
    const known = rows.flatMap((row, place) => (row.known ? [place] : []));
    const isBand = low.some((value, place) => value !== high[place]);
    const now = (all) => (_plot, value) => shown(value ?? all[all.length - 1]);
    const line = { stroke: COLOURS[0], width: 2, paths: uPlot.paths.stepped({ align: 1 }) };
    const points = { show: true, size: 6, fill: COLOURS[0], filter: () => known };
    const series = [{ ...line, label: isBand ? _("{what}, lowest", { what: label }) : label, points, value: now(low) }];
    const data = [rows.map(({ at }) => at), values(low)];
    if (isBand) {
      series.push({ ...line, label: _("{what}, highest", { what: label }), width: 1, points: { show: false }, value: now(high) });
      data.push(values(high));
    }
    draw(element, data, series, {
      bands: isBand ? [{ series: [2, 1], fill: "rgba(11, 90, 143, .15)" }] : [],
      scales: { y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.08 : 1] } },
      hooks: { draw: [(plot) => markEvents(plot, events)] },
    });
  }

  // a line where the listing's own page said that it is gone, or showed it again
  function markEvents(plot, events) {
    const { ctx, bbox } = plot;
    const [first, last] = [plot.scales.x.min, plot.scales.x.max];
    ctx.save();
    ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    ctx.lineWidth = 2 * devicePixelRatio;
    events.filter((one) => one.at >= first && one.at <= last).forEach((one) => {
      const x = plot.valToPos(one.at, "x", true);
      ctx.strokeStyle = ctx.fillStyle = one.event === "gone" ? "#8f1d0a" : "#1b7a4b";
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const word = one.event === "gone" ? _("gone") : _("back again");
      const room = bbox.left + bbox.width - ctx.measureText(word).width;
      ctx.fillText(word, Math.min(x + 4 * devicePixelRatio, room), bbox.top + (one.event === "gone" ? 12 : 26) * devicePixelRatio);
    });
    ctx.restore();
  }

  window.monitor.plots = { draw, shown, COLOURS };
  document.querySelectorAll("[data-history]").forEach(drawHistory);
})();
