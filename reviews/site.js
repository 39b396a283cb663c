// What a browser adds to pages that are whole without it: tables that can be sorted.
"use strict";

(() => {
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort ?? cell.textContent.trim();
  };

  const compare = (one, other) => {
    const [first, second] = [Number(one), Number(other)];
    if (one !== "" && other !== "" && !Number.isNaN(first) && !Number.isNaN(second)) return first - second;
    return order.compare(one, other);
  };

  const sort = (table, heads, column) => {
    const head = heads[column];
    const down = head.getAttribute("aria-sort") !== "descending" && head.classList.contains("number");
    const ascending = !down && head.getAttribute("aria-sort") !== "ascending";
    for (const each of heads) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const sign = ascending ? 1 : -1;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row, place) => [keyOf(row, column), place, row]);
    rows.sort((one, other) => sign * compare(one[0], other[0]) || one[1] - other[1]);
    body.append(...rows.map((each) => each[2]));
  };

  const prepare = (table) => {
    const heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, heads, column));
      head.append(button);
    });
  };

  for (const table of document.querySelectorAll("table.sortable")) prepare(table);
})();
