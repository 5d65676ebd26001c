"use strict";
// The overview: bars by week, one marketplace upon the other; and a second look where the figures were not there yet.
(() => {
  const { draw, shown, COLOURS } = window.monitor.plots;
  const WEEK = 7 * 24 * 3600;

  function drawWeeks(element) {
    const { times, names, values } = JSON.parse(element.dataset.weeks);
    // the first bar reaches to the top of all, the next ones are painted over it
    const upTo = values.map((_one, place) => times.map((_at, week) => values.slice(place).reduce((sum, one) => sum + one[week], 0)));
    const sums = values.map((numbers) => numbers.reduce((sum, one) => sum + one, 0));
    const bars = uPlot.paths.bars({ size: [0.75, 40] });
    const series = names.map((name, place) => ({
      label: name, fill: COLOURS[place], stroke: COLOURS[place], width: 0, paths: bars, points: { show: false },
      value: (_plot, _value, _series, week) => shown(week === null ? sums[place] : values[place][week]),
    }));
    draw(element, [times, ...upTo], series, {
      whole: true,
      scales: {
        x: { range: () => [times[0] - WEEK / 2, times[times.length - 1] + WEEK / 2] },
        y: { range: (_plot, _least, most) => [0, Math.max(1, most * 1.08)] },
      },
    });
  }

  document.querySelectorAll("[data-weeks]").forEach(drawWeeks);
  if (document.getElementById("pending")) setTimeout(() => location.reload(), 1500);
})();
