
"use strict";
(() => {
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const suites = [...document.querySelectorAll(".suite")].map(element => ({
    element,
    cases: [...element.querySelectorAll("li.case")].map(element => ({
      element, verdicts: element.dataset.v.split(" "), clauses: element.dataset.c.split(" "), text: null, isShown: true
    }))
  }));
  const total = suites.reduce((sum, suite) => sum + suite.cases.length, 0);
  const number = new Intl.NumberFormat("en");

  for (const row of document.querySelectorAll(".matrix tr[id]")) {
    form.elements.clause.add(new Option(row.id.slice("clause-".length)));
  }
  for (const box of form.querySelectorAll("[name=verdict]")) {
    box.parentElement.hidden = !suites.some(suite => suite.cases.some(one => one.verdicts.includes(box.value)));
  }

  function chosen() {
    const data = new FormData(form);
    return { verdicts: data.getAll("verdict"), clause: data.get("clause"), text: data.get("text").trim().toLowerCase() };
  }

  function matches(one, choice) {
    if (choice.verdicts.length && !choice.verdicts.some(verdict => one.verdicts.includes(verdict))) return false;
    if (choice.clause && !one.clauses.includes(choice.clause)) return false;
    if (!choice.text) return true;
    one.text ??= one.element.textContent.toLowerCase();
    return one.text.includes(choice.text);
  }

  function show() {
    const choice = chosen();
    let count = 0;
    for (const suite of suites) {
      let inSuite = 0;
      for (const one of suite.cases) {
        const isShown = matches(one, choice);
        if (isShown !== one.isShown) one.element.hidden = !isShown;
        one.isShown = isShown;
        if (isShown) inSuite += 1;
      }
      suite.element.hidden = inSuite === 0;
      count += inSuite;
    }
    shown.textContent = `${number.format(count)} of ${number.format(total)} cases`;
  }

  function remember() {
    const query = new URLSearchParams([...new FormData(form)].filter(pair => pair[1]));
    const text = query.toString();
    history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
  }

  function choose(query) {
    const verdicts = query.getAll("verdict");
    for (const box of form.querySelectorAll("[name=verdict]")) box.checked = verdicts.includes(box.value);
    form.elements.clause.value = query.get("clause") ?? "";
    form.elements.text.value = query.get("text") ?? "";
    show();
  }

  // "#verdict=failed&clause=RANGE-MAX&text=overflow" is a choice, "#c12" a place, which must not be hidden.
  function follow() {
    const fragment = location.hash.slice(1);
    if (fragment.includes("=")) {
      choose(new URLSearchParams(fragment));
      form.scrollIntoView();
      return;
    }
    const target = fragment && document.getElementById(decodeURIComponent(fragment));
    if (!target) return;
    if (target.closest(".suite [hidden], .suite[hidden]")) choose(new URLSearchParams());
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView();
  }

  let wait;
  form.addEventListener("input", event => {
    clearTimeout(wait);
    wait = setTimeout(() => { show(); remember(); }, event.target.type === "search" ? 150 : 0);
  });
  form.addEventListener("reset", () => setTimeout(() => { show(); remember(); }));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", follow);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  form.hidden = false;
  show();
  follow();
})();
