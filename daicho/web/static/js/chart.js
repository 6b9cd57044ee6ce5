// Draws the charts of a page in the page's own colours; a bar opens the records behind it. The table says the same.
(() => {
  const BAR_HEIGHT = 36;
  const AROUND = 40;
  const LABEL = 13;
  const charts = [];

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const pen = document.createElement("canvas").getContext("2d");
  const widest = (names) => {
    pen.font = `${LABEL}px ${getComputedStyle(document.body).fontFamily}`;
    return Math.ceil(Math.max(...names.map((name) => pen.measureText(name).width))) + 2;
  };

  const options = (box, data, width) => {
    const lying = data.kind === "bar";
    const longest = Math.min(widest(data.bars.map((bar) => bar.name)), Math.max(70, Math.round(width * 0.4)));
    const names = {
      type: "category",
      data: data.bars.map((bar) => bar.name),
      inverse: lying,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token("--line") } },
      axisLabel: lying
        ? { color: token("--ink"), fontSize: LABEL, width: longest, lineHeight: 16, overflow: "break", interval: 0 }
        : { color: token("--ink-soft"), fontSize: 12, hideOverlap: true },
    };
    const values = {
      type: "value",
      minInterval: data.money ? 0 : 1,
      splitLine: { lineStyle: { color: token("--line-soft") } },
      axisLabel: { color: token("--ink-soft"), fontSize: 12, hideOverlap: true, formatter: (value) => shortly(value) },
    };
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 4, right: lying ? 52 : 12, top: lying ? 4 : 26, bottom: 4, containLabel: true },
      tooltip: {
        renderMode: "richText",
        trigger: "item",
        confine: true,
        backgroundColor: token("--paper"),
        borderColor: token("--line"),
        textStyle: { color: token("--ink"), fontSize: 13 },
        formatter: (hit) => `${data.bars[hit.dataIndex].name}\n${data.title} ${data.bars[hit.dataIndex].text}`,
      },
      xAxis: lying ? values : names,
      yAxis: lying ? names : values,
      series: [{
        type: data.kind === "line" ? "line" : "bar",
        name: data.title,
        data: data.bars.map((bar) => bar.value),
        barMaxWidth: 26,
        itemStyle: { color: token("--blue"), borderRadius: lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
        label: {
          show: lying || data.bars.length <= 13,
          position: lying ? "right" : "top",
          color: token("--ink"),
          fontSize: 12,
          formatter: (hit) => lying || !data.money ? data.bars[hit.dataIndex].text : shortly(hit.value),
        },
        cursor: "pointer",
      }],
    };
  };

  const shortly = (value) => new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" }).format(value);

  const draw = ({ box, chart, data }) => {
    if (data.kind === "bar") box.style.height = `${data.bars.length * BAR_HEIGHT + AROUND}px`;
    chart.resize();
    chart.setOption(options(box, data, box.clientWidth), { notMerge: true });
  };

  for (const box of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    if (data.kind === "bar") box.style.height = `${data.bars.length * BAR_HEIGHT + AROUND}px`;
    const chart = echarts.init(box, null, { renderer: "canvas", locale: document.documentElement.lang === "en" ? "EN" : undefined });
    chart.on("click", (hit) => {
      const link = data.bars[hit.dataIndex]?.link;
      if (link) location.assign(link);
    });
    const kept = { box, chart, data };
    charts.push(kept);
    draw(kept);
  }

  const redraw = () => charts.forEach(draw);
  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(redraw);
  };
  new ResizeObserver(soon).observe(document.getElementById("content"));
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });

  // Paper is white and as wide as the sheet, whatever the screen is.
  const SHEET = "680px";
  const root = document.documentElement;
  let before = "";
  const prepare = (theme, width) => {
    root.dataset.bsTheme = theme;
    for (const { box } of charts) box.style.width = width;
    redraw();
  };
  window.addEventListener("beforeprint", () => {
    before = root.dataset.bsTheme;
    prepare("light", SHEET);
  });
  window.addEventListener("afterprint", () => prepare(before || "light", ""));
})();
