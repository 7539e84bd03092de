// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/html_page.h"

namespace limn {

constinit const std::string_view htmlStyle = R"(
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;background:var(--ground);color:var(--text);font:14px/1.45 Inter,"DejaVu Sans",sans-serif}
header{display:flex;flex-wrap:wrap;gap:4px 20px;align-items:baseline;padding:14px 20px;border-bottom:1px solid var(--rule)}
h1{font-size:20px;margin:0;overflow-wrap:anywhere}
h2{font-size:14px;margin:20px 0 8px}
h2:first-child{margin-top:0}
.muted{color:var(--muted);overflow-wrap:anywhere}
main{flex:1;display:flex;min-height:0}
#picture{flex:1;position:relative;overflow:hidden;min-width:0;cursor:grab;touch-action:none}
#picture.dragged{cursor:grabbing}
#picture:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--link);outline-offset:-2px}
#picture svg{width:100%;height:100%;display:block}
#tools{position:absolute;right:12px;bottom:12px;display:flex;gap:4px}
button{font:inherit;min-width:34px;height:34px;border:1px solid var(--rule);border-radius:8px;background:var(--card);color:var(--text);cursor:pointer}
aside{width:400px;overflow:auto;padding:20px;border-left:1px solid var(--rule)}
table{border-collapse:collapse;width:100%}
td{padding:3px 0;vertical-align:top}
td+td{text-align:right;font-weight:600}
ol,ul{list-style:none;margin:0;padding:0}
aside li{border-top:1px solid var(--rule)}
ul li{padding:8px 6px}
li a{display:flex;gap:10px;padding:10px 6px;border-radius:6px;color:inherit;text-decoration:none}
li a:hover,li.on a{background:var(--group)}
li p{margin:2px 0}
.badge{flex:none;align-self:flex-start;min-width:42px;padding:0 8px;border-radius:10px;text-align:center;font-size:12px;font-weight:700}
.error{background:var(--error);color:var(--error-mark)}
.warning{background:var(--warning);color:var(--warning-mark)}
.info{background:var(--info);color:var(--info-mark)}
.accepted{background:none;border:1px solid var(--rule);color:var(--muted)}
.place{color:var(--link)}
code{font:13px/1 "DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.strong{color:var(--good)}.partial{color:var(--fair)}.not-yet{color:var(--bad)}.not-judged{color:var(--muted)}
.found{animation:found 1.6s}
@keyframes found{0%,60%{filter:drop-shadow(0 0 6px var(--link))}}
@media(max-width:900px){main{flex-direction:column}#picture{min-height:60vh}aside{width:auto;border-left:0;border-top:1px solid var(--rule)}}
@media(prefers-reduced-motion:reduce){.found{animation:none}}
@media print{html,body,main{height:auto;display:block}#tools{display:none}#picture svg{height:auto}aside{width:auto;border:0}}
)";

constinit const std::string_view htmlScript = R"(
"use strict";
(() => {
  const picture = document.getElementById("picture");
  const svg = picture.querySelector("svg");
  const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const view = { x: left, y: top, w: width, h: height };
  const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.w} ${view.h}`);
  // Units of the drawing per pixel of the screen, and where its corner is: it is centred in its box.
  const scale = () => Math.max(view.w / picture.clientWidth, view.h / picture.clientHeight);
  const at = (event) => {
    const box = picture.getBoundingClientRect(), s = scale();
    return [view.x + view.w / 2 + (event.clientX - box.left - box.width / 2) * s,
            view.y + view.h / 2 + (event.clientY - box.top - box.height / 2) * s];
  };
  const zoom = (factor, [x, y] = [view.x + view.w / 2, view.y + view.h / 2]) => {
    const f = Math.min(Math.max(view.w * factor, 80), width * 4) / view.w;
    view.x = x - (x - view.x) * f;
    view.y = y - (y - view.y) * f;
    view.w *= f;
    view.h *= f;
    show();
  };
  const move = (x, y) => { view.x += x; view.y += y; show(); };
  const whole = () => { Object.assign(view, { x: left, y: top, w: width, h: height }); show(); };

  const jump = (id) => {
    const item = document.getElementById(id);
    if (!item || !svg.contains(item)) return;
    const box = item.getBBox();
    const s = Math.max(box.width * 2 / picture.clientWidth, box.height * 2 / picture.clientHeight, Math.min(scale(), 1));
    view.w = picture.clientWidth * s;
    view.h = picture.clientHeight * s;
    view.x = box.x + box.width / 2 - view.w / 2;
    view.y = box.y + box.height / 2 - view.h / 2;
    show();
    item.classList.remove("found");
    item.getBoundingClientRect();
    item.classList.add("found");
  };
  const mark = (row) => {
    for (const each of document.querySelectorAll("li.on")) each.classList.remove("on");
    row.classList.add("on");
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    const id = decodeURIComponent((link.getAttribute("href") || "").slice(1));
    event.preventDefault();
    const row = svg.contains(link) ? document.getElementById(id) : link.closest("li");
    if (row) mark(row);
    if (!svg.contains(link)) return jump(id);
    if (row) row.scrollIntoView({ block: "center" });
  });

  picture.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(Math.max(-200, Math.min(200, event.deltaY)) / 400), at(event));
  }, { passive: false });
  let from = null;
  picture.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY]; });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const s = scale();
    move((from[0] - event.clientX) * s, (from[1] - event.clientY) * s);
    from = [event.clientX, event.clientY];
    picture.classList.add("dragged");
  });
  addEventListener("pointerup", () => { from = null; picture.classList.remove("dragged"); });

  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "+" || event.key === "=") zoom(0.8);
    else if (event.key === "-") zoom(1.25);
    else if (event.key === "0") whole();
    else if (step[event.key]) move(step[event.key][0] * view.w / 10, step[event.key][1] * view.h / 10);
    else return;
    event.preventDefault();
  });
  const press = { in: () => zoom(0.8), out: () => zoom(1.25), all: whole };
  for (const button of document.querySelectorAll("#tools button"))
    button.addEventListener("click", press[button.value]);
})();
)";

constinit const std::string_view htmlScriptHash = "XyZAmU/ppMPVSqerAVjGiGifa5AZKy0sIyENWlpVa4I=";

} // namespace limn
