"use strict";
// The page is whole without this script. It opens the tables for paper, and lays plotly over the
// drawings, so that pointing at a mark tells its numbers.
(() => {
  // Where a narrow window lays cells below each other, some readers forget that they are cells.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const part of document.querySelectorAll("table,thead,tbody,tr,td,th")) {
    const head = part.scope === "row" ? "rowheader" : "columnheader";
    part.setAttribute("role", roles[part.tagName] ?? head);
  }

  const tables = [...document.querySelectorAll("details")];
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = tables.filter((table) => !table.open);
    for (const table of closed) table.open = true;
  });
  addEventListener("afterprint", () => {
    for (const table of closed) table.open = false;
  });

  const save = (parts, type, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(parts, { type }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  // Charts as files that stand alone: title above, caption and page below, on light paper.
  const ink = document.styleSheets[0].cssRules[0].style;
  const letters = document.createElement("canvas").getContext("2d");
  const lines = (text, size, width) => {
    letters.font = `${size > 13 ? "bold " : ""}${size}px Arial, sans-serif`;
    return text.trim().split(/\s+/).reduce((made, word) => {
      const longer = made.length ? `${made.at(-1)} ${word}` : word;
      if (made.length && letters.measureText(longer).width < width) made.splice(-1, 1, longer);
      else made.push(word);
      return made;
    }, []);
  };
  const element = (name, given, ...inside) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key of Object.keys(given)) made.setAttribute(key, given[key]);
    made.append(...inside);
    return made;
  };
  const standing = (chart) => {
    const still = chart.querySelector(".still.wide svg").cloneNode(true);
    const [width, height] = ["width", "height"].map((side) => Number(still.getAttribute(side)));
    const title = chart.querySelector("h2").textContent.trim();
    const caption = chart.querySelector("figcaption p").textContent.trim();
    let down = 16;
    const told = (text, size, look) => {
      const placed = lines(text, size, width).map((line) => {
        down += 1.35 * size;
        return element("text", { x: 16, y: down.toFixed(1), "font-size": size, ...look }, line);
      });
      down += 12;
      return placed;
    };
    const above = told(title, 17, { "font-weight": 700 });
    const drawn = element("g", { transform: `translate(16 ${down})` }, still);
    down += height;
    const below = [caption, document.title].flatMap((text) => told(text, 12.5, {}));
    const size = { width: width + 32, height: Math.ceil(down + 8) };
    const whole = element(
      "svg",
      {
        ...size,
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: "img",
        "font-family": still.getAttribute("font-family"),
        fill: "var(--ink)",
      },
      element("title", {}, title),
      element("desc", {}, caption),
      element("rect", { width: "100%", height: "100%", fill: "var(--paper)" }),
      ...above,
      drawn,
      ...below,
    );
    const text = new XMLSerializer().serializeToString(whole);
    return text.replace(/var\((--[\w-]+)\)/g, (_, name) => ink.getPropertyValue(name).trim());
  };
  for (const button of document.querySelectorAll("[data-svg]")) {
    const name = button.dataset.svg;
    button.hidden = false;
    button.addEventListener("click", () => {
      save([standing(document.getElementById(name))], "image/svg+xml", `${name}.svg`);
    });
  }

  if (!("DecompressionStream" in window)) return;

  // Five signs, each one of 85, tell four bytes; the bytes are a text, gzipped.
  const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_`{|}~";
  const worth = new Uint8Array(128);
  for (let n = 0; n < 85; n += 1) worth[SIGNS.charCodeAt(n)] = n;

  const bytesOf = (signs) => {
    const groups = Math.ceil(signs.length / 5);
    const view = new DataView(new ArrayBuffer(4 * groups));
    for (let n = 0; n < groups; n += 1) {
      let sum = 0;
      for (let at = 5 * n; at < 5 * n + 5; at += 1) {
        sum = 85 * sum + (at < signs.length ? worth[signs.charCodeAt(at)] : 84);
      }
      view.setUint32(4 * n, sum);
    }
    return view.buffer.slice(0, Math.floor((4 * signs.length) / 5));
  };

  const unpack = async (id) => {
    const bytes = bytesOf(document.getElementById(id).textContent);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  // Tables as files: the bytes wait packed in the page until one is asked for.
  const texts = {};
  for (const button of document.querySelectorAll("[data-csv]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      if (!Object.keys(texts).length) Object.assign(texts, JSON.parse(await unpack("csv")));
      const name = button.dataset.csv;
      save(["\ufeff", texts[name]], "text/csv", `${name}.csv`);
    });
  }

  if (!document.getElementById("plotly")) return;
  const wide = matchMedia("(min-width: 48em)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // A still drawing's path as its points, in pixels, parted by null.
  const pointsOf = (path) => {
    const xs = [];
    const ys = [];
    let x = 0;
    let y = 0;
    let first = 0;
    const put = (right, down) => {
      x += right;
      y += down;
      xs.push(x);
      ys.push(y);
    };
    for (const [, kind, told] of path.matchAll(/([MlhvZz])([^A-Za-z]*)/g)) {
      const steps = (told.match(/-?(?:\d+\.?\d*|\.\d+)/g) ?? []).map(Number);
      if (kind === "M") {
        if (xs.length) xs.push(null) && ys.push(null);
        first = xs.length;
        x = y = 0;
        put(...steps);
      } else if (kind === "z") {
        xs.push(xs[first]);
        ys.push(ys[first]);
      } else if (kind === "l") {
        for (let n = 0; n < steps.length; n += 2) put(steps[n], steps[n + 1]);
      } else {
        for (const step of steps) put(...(kind === "h" ? [step, 0] : [0, step]));
      }
    }
    return { xs, ys };
  };

  // Lines and shapes come without their places: those stand in the still drawing, a path a trace.
  const placed = (figure, still) => {
    const { layout } = figure;
    const paths = still.querySelectorAll("path:not(.over)");
    const value = (axis, share) => {
      const { range, domain = [0, 1] } = axis;
      const inside = (share - domain[0]) / (domain[1] - domain[0]);
      return range[0] + inside * (range[1] - range[0]);
    };
    const data = figure.data.map((trace, n) => {
      if (trace.x) return trace;
      const { xs, ys } = pointsOf(paths[n].getAttribute("d"));
      const pixel = paths[n].closest("[transform]") ? 0.5 : 1; // long outlines: at half their size
      const across = layout[`xaxis${(trace.xaxis ?? "x").slice(1)}`];
      return {
        ...trace,
        x: xs.map((x) => (x === null ? null : value(across, (pixel * x) / layout.width))),
        y: ys.map((y) => (y === null ? null : value(layout.yaxis, 1 - (pixel * y) / layout.height))),
      };
    });
    return { data, layout };
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
      const still = chart.querySelector(`.still.${size} svg`);
      const drawing = placed(content.charts[chart.dataset.chart][size], still);
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
    const [figures, plotly] = await Promise.all([unpack("figures"), unpack("plotly")]);
    const content = JSON.parse(figures);
    const script = document.createElement("script");
    script.textContent = plotly;
    document.head.append(script);
    await draw(content);
    wide.addEventListener("change", () => draw(content));
    dark.addEventListener("change", () => draw(content));
  };
  start();
})();
