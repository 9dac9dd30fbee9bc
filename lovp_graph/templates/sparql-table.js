// An answer on the page: as a table or as cards, in an order of choice, with links to the pages of what it names.
const showing = (() => {
  const { id, base, kinds, things, both, say, words, option, day: inWords, linked } = known;
  const [found, told, notes, tools, more, menu] = ["found", "told", "notes", "tools", "more", "order"].map((name) => document.getElementById(name));
  const FIRST = 200, WIDE = 5, MANY = 9; // rows at first; columns that fit beside each other, and more than can be read so
  const GROUPED = 10_000; // from here on a number is written with points, as it is no year
  const PARTS = new RegExp(`(\\[[\\w-]+\\]$|${base.replace(/[.\\/]/g, "\\$&")}[^\\s;,]+)`);
  let table = null, sorted = [], all = false, draw = () => {};

  const tell = (content, wrong = false) => { told.classList.toggle("wrong", wrong); told.replaceChildren(...content); };
  const clear = () => {
    table = null;
    draw = () => {};
    for (const part of [tools, more, notes]) part.hidden = true;
    found.replaceChildren();
  };

  const isDay = (text) => asking.day(text, "first") === text;
  // In a text that a question joined: its day in words, and statements by their numbers.
  const inline = (text) => {
    const [, iso, rest] = text.match(/^(\d{4}-\d{2}-\d{2}): (.*)$/s) ?? [];
    if (iso && isDay(iso)) return [...both(inWords(iso)), ": ", ...inline(rest)];
    return text.split(PARTS).filter(Boolean).map((part) => {
      const iri = part.startsWith("[") ? `${id}uitspraak/${part.slice(1, -1)}` : part;
      return things.has(iri) ? linked(iri, [asking.slug(iri, base)]) : part;
    });
  };
  // A thing by its name; a statement by its number, as its text would fill the table.
  const nameOf = (iri, text) => (things.has(iri) && !iri.startsWith(`${id}uitspraak/`) ? both(things.get(iri).label) : [text]);
  const written = ({ text, iri, number, day, flag, several, named }) => {
    if (several) return several.map((one) => make("p", {}, ...(one.iri ? [linked(one.iri, [one.text])] : isDay(one.text) ? both(inWords(one.text)) : inline(one.text))));
    if (iri) return named && iri.startsWith(`${base}ns/`) ? [text] : [linked(iri, named ? [text] : nameOf(iri, text))];
    if (day) return both(inWords(day));
    if (flag !== undefined) return say(flag ? "sparql-true" : "sparql-false");
    return number >= GROUPED || number <= -GROUPED ? [number.toLocaleString("nl", { maximumFractionDigits: 20 })] : inline(text);
  };

  // What is empty stands last, whichever way.
  const inOrder = (rows, place, down) => {
    const compare = (a, b) => (a.number !== undefined && b.number !== undefined ? a.number - b.number : a.text.localeCompare(b.text, "nl", { numeric: true }));
    return [...rows].sort((first, second) => {
      const [a, b] = [first[place], second[place]];
      return a.text === "" || b.text === "" ? Number(a.text === "") - Number(b.text === "") : (down ? -1 : 1) * compare(a, b);
    });
  };
  // How wide a column is, by the longest of its texts; numbers stand to the right.
  const classOf = (place) => {
    const cells = table.rows.map((row) => row[place]), parts = cells.flatMap((cell) => cell.several ?? (cell.day ? [] : [cell]));
    const longest = Math.max(0, ...parts.slice(0, 1000).map((part) => part.text.length));
    const width = longest > 90 ? "text long" : longest > 45 ? "text" : longest < 28 ? "short" : "";
    return cells.every((cell) => cell.text === "" || cell.number !== undefined) ? `${width} number` : width;
  };
  // What was asked, also for whoever reads it on paper.
  const about = (question, given) => {
    if (!question) return say("sparql-own");
    const chosen = question.parameters.flatMap((parameter) => {
      const values = filling.named(parameter, given.get(parameter.name)?.length ? given.get(parameter.name) : parameter.default);
      const names = values.map((value) => (kinds[parameter.kind].day ? inWords(value) : things.get(value).label));
      return names.length ? [[0, 1].map((tongue) => `${parameter.label[tongue]}: ${names.map((pair) => pair[tongue]).join(` ${words("sparql-or")[tongue]} `)}`)] : [];
    });
    return [make("b", { lang: "nl" }, question.title), ...(chosen.length ? [" – ", ...both([0, 1].map((tongue) => chosen.map((pair) => pair[tongue]).join("; ")))] : [])];
  };

  const cellOf = (content, className, label) => make("td", { className, dataset: { label }, ...(content.language === "en" ? { lang: "en" } : {}) }, ...written(content));
  const headOf = ({ name, heading }, className) => {
    const button = make("button", { type: "button" }, heading);
    button.addEventListener("click", () => turn(state().get("orde") === `${name}-op` ? `${name}-af` : `${name}-op`));
    return make("th", { scope: "col", className }, button);
  };
  const orders = ({ name, heading }) => ["op", "af"].map((way) => option(`${name}-${way}`, words("sparql-order-" + way, { what: heading })));
  const turn = (order) => { setState({ orde: order }); draw(); };
  const columns = (question, given) => {
    const shown = table.columns.map((_, place) => place).filter((place) => table.rows.some((row) => row[place].text !== ""));
    const dropped = table.columns.length - shown.length, count = table.rows.length;
    tell([...say(count === 1 ? "sparql-row" : "sparql-rows", { number: ["nl", "en"].map((tongue) => count.toLocaleString(tongue)) }),
      ...(dropped ? [make("small", { className: "muted" }, ...say(dropped === 1 ? "sparql-dropped-one" : "sparql-dropped", { number: dropped }))] : [])]);
    menu.replaceChildren(option("", words("sparql-as-found")), ...shown.flatMap((place) => orders(table.columns[place])));
    const body = make("tbody"), classes = shown.map(classOf);
    const heads = shown.map((place, index) => headOf(table.columns[place], classes[index].includes("number") ? "number" : ""));
    const main = classes.findIndex((one) => one.includes("long"));
    if (main >= 0) classes[main] += " first";
    const element = make("table", { className: `stack${shown.length > WIDE ? " wide" : ""}`, lang: "nl" }, make("caption", {}, ...about(question, given)), make("thead", {}, make("tr", {}, ...heads)), body);
    found.replaceChildren(element);
    draw = () => {
      const [, name, way] = (state().get("orde") ?? "").match(/^(.+)-(op|af)$/) ?? [], place = table.columns.findIndex((column) => column.name === name);
      sorted = place < 0 ? table.rows : inOrder(table.rows, place, way === "af");
      menu.value = place < 0 ? "" : `${name}-${way}`;
      heads.forEach((head, index) => (shown[index] === place ? head.setAttribute("aria-sort", way === "af" ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
      const cards = (state().get("weergave") ?? (shown.length > MANY ? "kaarten" : "tabel")) === "kaarten";
      element.classList.toggle("cards", cards);
      for (const button of tools.querySelectorAll("[data-view]")) button.setAttribute("aria-pressed", String((button.dataset.view === "kaarten") === cards));
      const lines = sorted.slice(0, all ? sorted.length : FIRST);
      body.replaceChildren(...lines.map((row) => make("tr", {}, ...shown.map((own, index) => cellOf(row[own], classes[index], table.columns[own].heading)))));
      more.hidden = all || sorted.length <= FIRST;
    };
    draw();
  };
  const triples = (text, name) => {
    const save = make("button", { type: "button" }, "Turtle");
    save.addEventListener("click", () => savePage(`${name}.ttl`, "text/turtle", text));
    tell(say(text.trim() ? "sparql-triples" : "sparql-no-rows"));
    found.replaceChildren(...(text.trim() ? [make("p", { className: "downloads screen" }, save), make("pre", { tabIndex: 0 }, text)] : []));
  };

  // Rows, triples, or a yes or no; `question` is the saved one that was asked, with what was given.
  const show = (answer, question, given, name) => {
    clear();
    all = false;
    if (answer.rows) {
      table = answering.table(answer, question, known);
      sorted = table.rows;
      tools.hidden = !table.rows.length;
      if (table.rows.length) columns(question, given);
      else tell(say("sparql-no-rows"));
    } else if (answer.triples !== undefined) triples(answer.triples, name);
    else {
      tell([]);
      found.replaceChildren(make("p", { className: "yes-or-no" }, ...say(answer.yes ? "sparql-yes" : "sparql-no")));
    }
    notes.hidden = !question?.notes.length;
    notes.replaceChildren(...(question?.notes ?? []).map((note) => make("p", {}, ...both(note))));
  };
  const rows = () => answering.flatten({ ...table, rows: sorted });
  more.querySelector("button").addEventListener("click", () => { all = true; draw(); });
  menu.addEventListener("input", () => turn(menu.value));
  for (const button of tools.querySelectorAll("[data-view]")) button.addEventListener("click", () => { setState({ weergave: button.dataset.view }); draw(); });
  return { show, clear, tell, rows };
})();
