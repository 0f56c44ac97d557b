// Where the money goes, as nested areas: class, section, item.
"use strict";

(() => {
  const place = document.getElementById("treemap");
  const data = JSON.parse(document.getElementById("treemap-data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const tones = () => dark.matches
    ? ["#3c6496", "#2f7a66", "#8a6a2c", "#87463f", "#5d5a93", "#4f6f3f", "#73556f"]
    : ["#3f6ea8", "#2f8a70", "#b58a35", "#b25a4f", "#6f6bb0", "#678c50", "#94698e"];
  const money = (yuan) => (yuan / 10000).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const total = data.reduce((sum, node) => sum + node.value, 0);
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const draw = () => chart.setOption({
    animationDuration: 250,
    textStyle: { fontFamily: colour("--sans") },
    color: tones(),
    // Rich text is drawn; HTML with styles inside is not allowed on these pages.
    tooltip: { renderMode: "richText", confine: true, formatter: (node) => `${node.data?.code ?? ""} ${node.name}\n${money(node.value)} ${place.dataset.unit}  (${(100 * node.value / total).toFixed(1)}%)` },
    series: [{
      type: "treemap", name: place.dataset.all, data: data.filter((node) => node.value > 0), width: "100%", height: place.clientHeight - 30, top: 0, left: 0,
      roam: false, nodeClick: "zoomToNode", leafDepth: null, visibleMin: 120,
      breadcrumb: { show: place.clientWidth >= 560, bottom: 3, height: 22, itemStyle: { color: colour("--sunken"), borderColor: colour("--line"), textStyle: { color: colour("--ink") } } },
      label: { show: true, overflow: "truncate", lineHeight: 18, color: "#fff", formatter: (node) => place.clientWidth < 560 ? node.name : `${node.name}\n${(100 * node.value / total).toFixed(1)}%` },
      upperLabel: { show: true, height: 24, color: "#fff", fontWeight: 600, overflow: "truncate" },
      itemStyle: { borderColor: colour("--surface"), borderWidth: 1, gapWidth: 1 },
      levels: [
        { itemStyle: { borderWidth: 0, gapWidth: 3 }, upperLabel: { show: false } },
        { itemStyle: { borderWidth: 2, gapWidth: 1, borderColorSaturation: 0.45 }, upperLabel: { show: true } },
        { colorSaturation: [0.28, 0.42], itemStyle: { borderWidth: 1, gapWidth: 1, borderColorSaturation: 0.4 }, upperLabel: { show: false } },
        { colorSaturation: [0.28, 0.42], itemStyle: { gapWidth: 1 } },
      ],
    }],
  }, true);
  draw();
  dark.addEventListener("change", draw);
  addEventListener("resize", () => { chart.resize(); draw(); });
})();
