// Small helps; every page works without them.
"use strict";

const drawer = document.getElementById("drawer");

// On a narrow screen the list of statements runs sideways.
const rail = document.querySelector(".rail");
const chosen = rail?.querySelector("[aria-current]");
if (chosen) rail.scrollLeft = chosen.offsetLeft - rail.clientWidth / 3;

async function openDrawer(address) {
  const body = document.getElementById("drawer-body");
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  if (!answer.ok) { window.location = address; return; }
  body.innerHTML = await answer.text();
  if (!drawer.open) drawer.showModal();
  drawer.scrollTop = 0;
}

async function copy(button, text) {
  await navigator.clipboard.writeText(text);
  const before = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = before; }, 1600);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-drawer]");
  const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button);
  if (link && isPlain) { event.preventDefault(); openDrawer(link.href); return; }
  if (event.target === drawer) { drawer.close(); return; }
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.copy) copy(button, document.querySelector(button.dataset.copy).textContent);
  if ("copyLink" in button.dataset) copy(button, window.location.href);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form && !form.hasAttribute("hx-get")) form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  // Addresses stay short: what is not asked for is left out.
  for (const field of event.target.querySelectorAll("select, input")) if (!field.value) field.disabled = true;
  setTimeout(() => { for (const field of event.target.elements) field.disabled = false; });
});

document.addEventListener("error", (event) => {
  // A picture whose file is gone leaves its words behind.
  if (event.target.matches?.("img.cut")) event.target.classList.add("quiet");
}, true);
