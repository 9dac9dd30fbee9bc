// A table with filters and an order, of which the state stands in the address of the page.
{
  const table = document.getElementById("rows"), body = table.tBodies[0], rows = [...body.rows];
  const filters = [...document.querySelectorAll("[data-filter]")], words = document.querySelector("[data-words]");
  const count = document.getElementById("row-count"), none = document.getElementById("row-none");
  const heads = [...table.tHead.querySelectorAll("button")];
  // The text of a row without its hidden parts: in both languages to search, in that of the page to order by.
  const told = (node, between, other) => node.nodeType === Node.TEXT_NODE ? node.data
    : node.nodeName === other || (node.nodeName !== "TR" && node.hidden) ? ""
    : [...node.childNodes].map((part) => told(part, between, other)).join(between);
  let texts = new Map();
  const read = () => { texts = new Map(rows.map((row) => [row, stems(told(row, " "))])); };

  const fits = (row) => filters.every((field) => !field.value || (row.dataset[field.dataset.filter] || "").split(" ").includes(field.value));
  const apply = () => {
    const found = words.value.trim() ? finder(words.value) : () => true;
    let shown = 0;
    for (const row of rows) {
      row.hidden = row.dataset.out === "1" || !fits(row) || !found(texts.get(row));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = shown;
    document.getElementById("row-total").textContent = rows.length;
    const first = rows.filter((row) => !row.hidden).sort((a, b) => a.cells[0].dataset.sort.localeCompare(b.cells[0].dataset.sort))[0];
    document.getElementById("row-earliest").replaceChildren(...(first ? [inEnglish() ? "; the earliest of " : "; de vroegste van ", first.cells[0].innerText] : []));
    none.hidden = shown > 0;
  };
  const order = (index, down) => {
    const key = (row) => row.cells[index].dataset.sort ?? told(row.cells[index], "", inEnglish() ? "T-NL" : "T-EN").replace(/\s+/g, " ").trim().toLowerCase();
    const sorted = [...rows].sort((a, b) => key(a).localeCompare(key(b), "nl", { numeric: true }));
    body.append(...(down ? sorted.reverse() : sorted));
    heads.forEach((button, own) => own === index ? button.closest("th").setAttribute("aria-sort", down ? "descending" : "ascending") : button.closest("th").removeAttribute("aria-sort"));
  };
  const save = () => {
    const changes = { zoek: words.value };
    for (const field of filters) changes[field.dataset.filter] = field.value;
    setState(changes);
  };
  const restore = () => {
    const now = state();
    for (const field of filters) {
      field.value = now.get(field.dataset.filter) || "";
      if (field.selectedIndex < 0) field.value = "";
    }
    words.value = now.get("zoek") || "";
    const [, index, way] = (now.get("orde") || "").match(/^(\d+)-(op|af)$/) || [];
    if (heads[index]) order(Number(index), way === "af");
    else { body.append(...rows); for (const button of heads) button.closest("th").removeAttribute("aria-sort"); }
    apply();
  };
  for (const field of [...filters, words]) field.addEventListener("input", () => { save(); apply(); });
  heads.forEach((button, index) => button.addEventListener("click", () => {
    const down = button.closest("th").getAttribute("aria-sort") === "ascending";
    order(index, down);
    setState({ orde: `${index}-${down ? "af" : "op"}` });
  }));
  document.getElementById("clear-filters").addEventListener("click", () => {
    for (const field of [...filters, words]) field.value = "";
    save(); apply();
  });
  const asRows = () => [heads.map((button) => button.innerText.trim()), ...[...body.rows].filter((row) => !row.hidden).map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s*\n\s*/g, "; ").trim()))];
  document.getElementById("as-csv").addEventListener("click", () => savePage(`${table.dataset.name}.csv`, "text/csv", asCsv(asRows())));
  document.getElementById("as-xlsx").addEventListener("click", () => savePage(`${table.dataset.name}.xlsx`, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", asXlsx(asRows(), table.dataset.name)));
  for (const event of ["rows-changed", "language"]) document.addEventListener(event, () => { read(); apply(); });
  document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", restore);
  read();
  restore();
}
