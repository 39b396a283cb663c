// The search page: all lines stand in the page; what is typed and chosen is kept in the address.
"use strict";

(() => {
  const data = JSON.parse(document.getElementById("lines").textContent);
  const form = document.getElementById("search");
  const body = document.querySelector("#results tbody");
  const said = document.getElementById("count");
  const more = document.getElementById("more");
  const root = document.body.dataset.root;
  const { elsewhere, unknown, noYear } = form.dataset;
  // So many lines are laid out at a time: an answer must not wait for those that nobody sees.
  const STEP = 100;
  const FIELDS = ["q", "city", "year", "severity", "family", "rule", "state"];
  const SEVERITIES = ["error", "warning", "info", "cannot_tell"];
  let found = [];
  let shown = 0;

  const lines = data.lines.map(([organ, path, city, year, state, counts, rules, address, whose], place) => ({
    place, organ, path, city: data.cities[city], year, state: data.states[state], counts, rules, address, whose,
    text: `${organ}\n${path}\n${data.cities[city]}`.toLowerCase(),
  }));
  const places = new Map(data.rules.map(([id], place) => [id, place]));

  const offer = (name, options) => {
    const select = form.elements[name];
    for (const [value, text] of options) select.append(new Option(text, value));
  };

  const fill = () => {
    const cities = [...new Set(lines.map((line) => line.city))];
    cities.sort((one, other) => (one === "") - (other === "") || one.localeCompare(other, "zh"));
    // Of no city is a choice too; its value must differ from that of all.
    offer("city", cities.map((city) => [city || "-", city || elsewhere]));
    const years = [...new Set(lines.map((line) => line.year))].sort((one, other) => (other ?? 0) - (one ?? 0));
    offer("year", years.map((year) => [String(year ?? "-"), String(year ?? noYear)]));
    const used = new Set(data.rules.map((rule) => rule[2]));
    offer("family", data.families.filter(([id]) => used.has(id)));
    offer("rule", [...data.rules].sort((one, other) => one[1].localeCompare(other[1], "zh")));
    const states = new Set(lines.map((line) => line.state[0]));
    const choices = data.states.filter(([id]) => states.has(id)).map(([id, shape, word]) => [id, `${shape} ${word}`]);
    offer("state", choices);
    if (lines.some((line) => line.counts[4])) offer("state", [["waived", form.dataset.waived]]);
  };

  const wanted = () => {
    const of = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    const words = of.q.toLowerCase().split(/\s+/).filter(Boolean);
    const family = of.family && new Set(data.rules.flatMap((rule, place) => (rule[2] === of.family ? [place] : [])));
    // A rule by which nothing was found stands in no line.
    const rule = of.rule ? places.get(of.rule) ?? -1 : null;
    const severity = SEVERITIES.indexOf(of.severity);
    return (line) =>
      words.every((word) => line.text.includes(word)) &&
      (!of.city || line.city === (of.city === "-" ? "" : of.city)) &&
      (!of.year || String(line.year ?? "-") === of.year) &&
      (severity < 0 || line.counts[severity] > 0) &&
      (!family || line.rules.some((place) => family.has(place))) &&
      (rule === null || line.rules.includes(rule)) &&
      (!of.state || (of.state === "waived" ? line.counts[4] > 0 : line.state[0] === of.state));
  };

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const link = (address, text) => {
    const isolated = element("bdi", text);
    if (!address) return isolated;
    const made = element("a");
    made.href = root + address;
    made.append(isolated);
    return made;
  };

  const cell = (content, className) => {
    const made = element("td", undefined, className);
    made.append(content);
    return made;
  };

  const rowOf = (line) => {
    const row = element("tr");
    const organ = element("th");
    organ.scope = "row";
    organ.append(link(line.whose, line.organ || unknown));
    const [, shape, word] = line.state;
    const numbers = line.counts.slice(0, 4).map((count) => cell(String(count), count ? "number" : "number none"));
    row.append(
      organ,
      cell(element("bdi", line.city || elsewhere)),
      cell(String(line.year ?? noYear), "number"),
      cell(element("span", `${shape} ${word}`, `mark ${line.state[0]}`)),
      ...numbers,
      cell(link(line.address, line.path), "file"),
    );
    return row;
  };

  const show = () => {
    body.append(...found.slice(shown, shown + STEP).map(rowOf));
    shown = Math.min(found.length, shown + STEP);
    more.hidden = shown === found.length;
    const words = shown < found.length ? form.dataset.some : form.dataset.count;
    said.textContent = words.replace("{n}", String(found.length)).replace("{shown}", String(shown));
  };

  const search = () => {
    found = lines.filter(wanted());
    const sorted = document.querySelector("#results [aria-sort]");
    if (sorted) order(sorted.cellIndex, sorted.getAttribute("aria-sort"));
    body.replaceChildren();
    shown = 0;
    show();
  };

  const KEYS = [
    (line) => line.organ, (line) => line.city, (line) => line.year ?? 0,
    (line) => data.states.findIndex((state) => state[0] === line.state[0]),
    (line) => line.counts[0], (line) => line.counts[1], (line) => line.counts[2], (line) => line.counts[3],
    (line) => line.path,
  ];
  const collator = new Intl.Collator("zh", { numeric: true });
  const ranks = new Map();

  // To compare Chinese words takes long, and is done once a column: after that numbers are compared.
  const ranksOf = (column) => {
    if (!ranks.has(column)) {
      const keys = lines.map(KEYS[column]);
      if (typeof keys[0] === "string") {
        const words = [...new Set(keys)].sort(collator.compare);
        const places = new Map(words.map((word, place) => [word, place]));
        ranks.set(column, keys.map((key) => places.get(key)));
      } else {
        ranks.set(column, keys);
      }
    }
    return ranks.get(column);
  };

  function order(column, direction) {
    const sign = direction === "ascending" ? 1 : -1;
    const of = ranksOf(column);
    found.sort((one, other) => sign * (of[one.place] - of[other.place]));
  }

  // Before anybody asks, while there is nothing else to do.
  const whenIdle = window.requestIdleCallback ?? ((later) => setTimeout(later, 200));
  const prepareRanks = (column) => {
    if (column === KEYS.length) return;
    ranksOf(column);
    whenIdle(() => prepareRanks(column + 1));
  };

  const prepareHeads = () => {
    const heads = Array.from(document.querySelectorAll("#results thead th"));
    for (const head of heads) {
      const button = element("button", undefined, "sort");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const second = first === "ascending" ? "descending" : "ascending";
        const direction = head.getAttribute("aria-sort") === first ? second : first;
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", direction);
        search();
      });
      head.append(button);
    }
  };

  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const name of FIELDS) {
      const field = form.elements[name];
      const value = asked.get(name) ?? "";
      // A link may name a rule by which nothing was found: it is offered, and nothing is listed.
      if (value && field.options && ![...field.options].some((option) => option.value === value)) {
        field.append(new Option(value, value));
      }
      field.value = value;
    }
    search();
  };

  const write = () => {
    const kept = FIELDS.filter((name) => form.elements[name].value).map((name) => [name, form.elements[name].value]);
    const hash = new URLSearchParams(kept).toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    search();
  };

  fill();
  prepareHeads();
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(write));
  more.addEventListener("click", show);
  window.addEventListener("hashchange", read);
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      form.elements.q.focus();
    } else if (event.key === "Escape" && !(event.target instanceof HTMLSelectElement)) {
      // In a list of choices it only closes the list.
      form.reset();
      form.elements.q.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event);
    }
  });

  // From the box to the first line, and from line to line.
  function move(event) {
    if (event.target instanceof HTMLSelectElement) return;
    const links = Array.from(body.querySelectorAll("th a, td.file a"), (each) => each.closest("tr"));
    const rows = [...new Set(links)];
    const now = rows.indexOf(event.target.closest?.("tr"));
    const next = now + (event.key === "ArrowDown" ? 1 : -1);
    if (next < -1 || next >= rows.length || (now < 0 && event.target !== form.elements.q)) return;
    event.preventDefault();
    (next < 0 ? form.elements.q : rows[next].querySelector("a")).focus();
  }

  document.getElementById("with-script").hidden = false;
  read();
  whenIdle(() => prepareRanks(0));
})();
