"use strict";
// The page is whole without this script. It opens the tables for paper, and lays plotly over the
// drawings, so that pointing at a mark tells its numbers.
(() => {
  const tables = [...document.querySelectorAll("details")];
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = tables.filter((table) => !table.open);
    for (const table of closed) table.open = true;
  });
  addEventListener("afterprint", () => {
    for (const table of closed) table.open = false;
  });

  const packed = document.getElementById("plotly");
  if (!packed || !("DecompressionStream" in window)) return;
  const palette = JSON.parse(document.getElementById("palette").textContent);
  const wide = matchMedia("(min-width: 768px)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const unpack = async () => {
    const bytes = Uint8Array.from(atob(packed.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
    packed.remove();
  };

  // Colours stand in the figures as those of light paper; on dark paper each has its twin.
  const coloured = (text) =>
    dark.matches ? text.replace(/#[0-9a-f]{6}\b/g, (value) => palette[value] ?? value) : text;

  const draw = async () => {
    const size = wide.matches ? "wide" : "narrow";
    for (const data of document.querySelectorAll("script[data-figures]")) {
      const chart = document.querySelector(`[data-chart="${CSS.escape(data.dataset.figures)}"]`);
      const live = chart.querySelector(".live");
      const figure = JSON.parse(coloured(data.textContent))[size];
      await Plotly.react(live, figure.data, figure.layout, {
        displayModeBar: false,
        displaylogo: false,
        responsive: false,
        showTips: false,
        doubleClick: false,
      });
      chart.dataset.drawn = size;
    }
  };

  unpack().then(draw).then(() => {
    wide.addEventListener("change", draw);
    dark.addEventListener("change", draw);
    document.documentElement.dataset.charts = "drawn";
  });
})();
