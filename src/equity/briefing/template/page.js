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

  if (!document.getElementById("plotly") || !("DecompressionStream" in window)) return;
  const wide = matchMedia("(min-width: 48em)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const unpack = async (id) => {
    const packed = document.getElementById(id).textContent;
    const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  // Colours stand in the figures as those of light paper; on dark paper each has its twin.
  const coloured = (value, twins) => {
    if (typeof value === "string") return twins[value] ?? value;
    if (Array.isArray(value)) return value.map((item) => coloured(item, twins));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v, twins)]));
  };

  const draw = async (content) => {
    const size = wide.matches ? "wide" : "narrow";
    for (const chart of document.querySelectorAll("[data-chart]")) {
      const drawing = content.charts[chart.dataset.chart][size];
      const figure = coloured(drawing, dark.matches ? content.dark : {});
      await Plotly.react(chart.querySelector(".live"), figure.data, figure.layout, {
        displayModeBar: false,
        displaylogo: false,
        showTips: false,
        doubleClick: false,
      });
      chart.dataset.drawn = size;
    }
    document.documentElement.dataset.charts = "drawn";
  };

  // a number chip leads to a row that may lie folded away
  const unfold = () => {
    const row = location.hash && document.getElementById(location.hash.slice(1));
    const folded = row && row.closest("details");
    if (folded && !folded.open) {
      folded.open = true;
      row.scrollIntoView();
    }
  };

  const start = async () => {
    addEventListener("hashchange", unfold);
    unfold();
    const content = JSON.parse(await unpack("figures"));
    const script = document.createElement("script");
    script.textContent = await unpack("plotly");
    document.head.append(script);
    await draw(content);
    wide.addEventListener("change", () => draw(content));
    dark.addEventListener("change", () => draw(content));
  };
  start();
})();
