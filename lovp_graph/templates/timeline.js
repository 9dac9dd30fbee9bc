// The timeline: choosing a card lights up what it goes back to and what goes back to it.
{
  const frame = document.getElementById("timeline");
  const cards = new Map([...frame.querySelectorAll(".card[data-links]")].map((card) => [card.id, card]));
  const promises = [...frame.querySelectorAll(".card.promise")];
  const svg = frame.querySelector(".arrows");
  const bar = document.getElementById("chain");
  const links = []; // [later, earlier], both on this page
  for (const [id, card] of cards)
    for (const earlier of card.dataset.links.split(" ")) if (cards.has(earlier)) links.push([id, earlier]);
  const typeOf = (card) => card.classList[1]; // as the template has it
  let chosen = null, alone = false; // alone: only the chain is shown

  const reach = (from, step) => {
    const found = new Set([from]);
    for (const id of found) for (const link of links) if (link[step] === id) found.add(link[1 - step]);
    return found;
  };
  const chain = (id) => new Set([...reach(id, 0), ...reach(id, 1)]);
  const shown = (card) => card && !card.hidden;

  const place = (card) => {
    const box = card.getBoundingClientRect(), own = frame.getBoundingClientRect();
    const left = box.left - own.left + frame.scrollLeft - frame.clientLeft, top = box.top - own.top + frame.scrollTop - frame.clientTop;
    return { left, top, right: left + box.width, bottom: top + box.height, x: left + box.width / 2, y: top + Math.min(box.height / 2, 40) };
  };
  const arrow = (from, to, lit, dim) => {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const a = place(from), b = place(to); // from later to earlier: the arrow points back in time
    const across = Math.abs(a.left - b.left) > 40;
    const [x1, y1, x2, y2] = across
      ? (a.left > b.left ? [a.left, a.y, b.right, b.y] : [a.right, a.y, b.left, b.y])
      : [a.right, a.y, b.right, b.y];
    const bend = across ? Math.max(24, Math.abs(x1 - x2) / 2) * Math.sign(x2 - x1) : 36;
    path.setAttribute("d", across ? `M${x1},${y1} C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}` : `M${x1},${y1} C${x1 + bend},${y1} ${x2 + bend},${y2} ${x2},${y2}`);
    if (lit) { path.classList.add("lit"); path.setAttribute("marker-end", "url(#head)"); }
    if (dim) path.classList.add("dim");
    return path;
  };
  const draw = () => {
    svg.querySelectorAll(":scope > path").forEach((path) => path.remove());
    svg.setAttribute("width", 0); svg.setAttribute("height", 0);
    svg.setAttribute("width", frame.scrollWidth); svg.setAttribute("height", frame.scrollHeight);
    const lit = chosen ? chain(chosen) : null;
    for (const [later, earlier] of links) {
      const ends = [cards.get(later), cards.get(earlier)];
      if (!ends.every(shown)) continue;
      const on = Boolean(lit && lit.has(later) && lit.has(earlier));
      svg.append(arrow(...ends, on, Boolean(lit) && !on));
    }
    for (const promise of promises) {
      const origin = cards.get(promise.dataset.of);
      if (!shown(origin) || !shown(promise)) continue;
      const on = Boolean(lit && lit.has(promise.dataset.of));
      svg.append(arrow(promise, origin, on, Boolean(lit) && !on));
    }
  };
  const choose = (id) => {
    chosen = id && cards.has(id) ? id : null;
    const lit = chosen ? chain(chosen) : null;
    for (const [own, card] of cards) {
      card.classList.toggle("chosen", own === chosen);
      card.querySelector("button")?.setAttribute("aria-pressed", String(own === chosen));
      card.classList.toggle("lit", Boolean(lit && lit.has(own)));
      card.classList.toggle("dim", Boolean(lit && !lit.has(own)));
    }
    for (const promise of promises) {
      promise.classList.toggle("lit", Boolean(lit && lit.has(promise.dataset.of)));
      promise.classList.toggle("dim", Boolean(lit && !lit.has(promise.dataset.of)));
    }
    bar.hidden = !chosen;
    if (chosen) {
      for (const count of bar.querySelectorAll("[data-count]")) count.textContent = lit.size;
      for (const part of bar.querySelectorAll("[data-linked]")) part.hidden = lit.size < 2;
      bar.querySelector("[data-alone]").hidden = lit.size > 1;
      bar.querySelector("a").href = `${frame.dataset.root}uitspraak/${chosen}.html`;
    }
    draw();
  };

  const onlyButton = document.getElementById("only-chain");
  const types = () => [...document.querySelectorAll(".legend button")];
  const filter = () => {
    const off = new Set(types().filter((button) => button.getAttribute("aria-pressed") === "false").map((button) => button.dataset.type));
    const only = alone && chosen ? chain(chosen) : null;
    for (const card of [...cards.values(), ...promises]) card.hidden = off.has(typeOf(card)) || Boolean(only && !only.has(card.dataset.of || card.id));
    onlyButton.setAttribute("aria-pressed", String(Boolean(only)));
    for (const group of frame.querySelectorAll("tbody")) group.hidden = ![...group.querySelectorAll(".card")].some(shown);
    draw();
    fill();
  };
  for (const button of types())
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") === "false"));
      setState({ zonder: types().filter((one) => one.getAttribute("aria-pressed") === "false").map((one) => one.dataset.type).join(",") });
      filter();
    });

  const select = (id) => {
    alone = alone && Boolean(id);
    choose(id);
    setState({ uitspraak: chosen, keten: alone ? "1" : "" });
    filter();
  };
  const pick = (card) => {
    const id = card.dataset.of || card.id;
    select(chosen === id ? null : id);
  };
  frame.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    if (card && !event.target.closest("a") && !String(getSelection())) pick(card);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) select(null); });
  document.getElementById("clear-chain").addEventListener("click", () => select(null));
  onlyButton.addEventListener("click", () => {
    alone = !alone;
    setState({ keten: alone ? "1" : "" });
    filter();
    cards.get(chosen).scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // From one card of the chain to the next, in the order of time, and round again.
  let reached = null;
  document.getElementById("next-chain").addEventListener("click", () => {
    const order = [...chain(chosen)].map((id) => cards.get(id)).filter(shown).sort((a, b) => when(a).localeCompare(when(b)));
    reached = order[(order.indexOf(order.includes(reached) ? reached : cards.get(chosen)) + 1) % order.length];
    reached.scrollIntoView({ block: "center", inline: "center" });
  });

  // The same as a list, made from the cards that are shown.
  const list = document.getElementById("timeline-list"), toggle = document.getElementById("as-list");
  const row = (card) => {
    const cell = card.closest("td"), who = card.closest("tbody").querySelector(".who").cloneNode(true);
    const foot = make("small", { className: "foot" }, ...[...card.querySelector(".foot").children].filter((part) => part.localName !== "button").map((part) => part.cloneNode(true)));
    who.querySelector("small").remove();
    const where = make("td", { className: "day inline" }, (inEnglish() && cell.dataset.labelEn) || cell.dataset.label);
    return make("tr", { className: card.dataset.of ? "promised" : "" }, where, make("td", { className: "inline" }, who),
      make("td", { className: `inline ${typeOf(card)}` }, card.querySelector(".type").cloneNode(true)),
      make("td", { className: "bare" }, make("a", { className: "text", href: `${frame.dataset.root}uitspraak/${card.dataset.of || card.id}.html` }, card.querySelector(".gist").textContent), " ", foot));
  };
  const when = (card) => card.closest("td").dataset.when ?? "9999"; // what is to come has no day
  function fill() {
    list.tBodies[0].replaceChildren(...[...cards.values(), ...promises].filter(shown).sort((a, b) => when(a).localeCompare(when(b))).map(row));
    labelCells();
  }
  const asList = (on) => {
    toggle.setAttribute("aria-pressed", String(on));
    frame.hidden = on; list.hidden = !on;
    document.getElementById("timeline-choose").hidden = on;
    if (on) fill(); else draw();
  };
  toggle.addEventListener("click", () => {
    const on = toggle.getAttribute("aria-pressed") !== "true";
    setState({ lijst: on ? "1" : "0" });
    asList(on);
  });

  const restore = () => {
    const now = state(), off = (now.get("zonder") || "").split(",");
    for (const button of types()) button.setAttribute("aria-pressed", String(!off.includes(button.dataset.type)));
    choose(now.get("uitspraak"));
    alone = Boolean(chosen) && now.get("keten") === "1";
    filter();
    // A narrow screen has no room for columns; there the list comes first, unless the timeline was asked for.
    asList(now.has("lijst") ? now.get("lijst") === "1" : matchMedia("(max-width: 52rem)").matches && !chosen);
    if (chosen) cards.get(chosen).scrollIntoView({ block: "center", inline: "center" });
  };
  addEventListener("hashchange", restore);
  addEventListener("resize", draw);
  document.addEventListener("language", () => { draw(); fill(); });
  restore();
}
