// What spares reloading. Every page is whole without it: links and forms are ordinary ones, and this fetches what they
// lead to and puts the new <main> in place of the old.
"use strict";

const say = (words) => { document.getElementById("said").textContent = words; };

async function go(address, keep) {
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await fetch(address, { headers: { accept: "text/html" } });
  } catch {
    location.assign(address);
    return;
  }
  const kind = answer.headers.get("content-type") || "";
  if (!answer.ok || !kind.startsWith("text/html")) {
    location.assign(address);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = fresh.getElementById("main");
  if (!next) {
    location.assign(address);
    return;
  }
  const field = document.activeElement && document.activeElement.name;
  main.replaceWith(document.adoptNode(next));
  document.title = fresh.title;
  const back = document.querySelector(".themes [name=next]");
  if (back) back.value = fresh.querySelector(".themes [name=next]").value;
  if (keep) history.pushState({ partial: true }, "", address);
  const at = new URL(address, location.href).hash.slice(1);
  const target = at && document.getElementById(decodeURIComponent(at));
  if (target) {
    target.scrollIntoView({ block: "nearest" });
    const inner = target.matches(".anchor") ? target.nextElementSibling : target.querySelector("a[href]");
    if (inner) inner.focus({ preventScroll: true });
  }
  const again = field && document.querySelector(`#main [name="${CSS.escape(field)}"]`);
  if (again) again.focus();
  begin();
  say(fresh.title);
}

// the same page with other filters or other rows
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
  const to = new URL(link.href, location.href);
  if (to.origin !== location.origin || to.pathname !== location.pathname || !link.closest("#main")) return;
  if (to.search === location.search && to.hash) return;
  event.preventDefault();
  go(to.href, true);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-filters]")) return;
  event.preventDefault();
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  go(`${location.pathname}?${new URLSearchParams(given)}`, true);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-filters]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

addEventListener("popstate", () => go(location.href, false));

// keys: / search, j and k rows, Enter opens, n and p pages
const rows = () => [...document.querySelectorAll("#main [data-row]")];

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by))];
  const target = next.querySelector("a[href], button") || next;
  target.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const find = document.getElementById("find");
  const turn = (rel) => { const link = document.querySelector(`.pager a[rel=${rel}]`); if (link) link.click(); };
  if (event.key === "/" && find) { event.preventDefault(); find.focus(); }
  else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "n") turn("next");
  else if (event.key === "p") turn("prev");
});

function begin() {}

begin();
