// Search over everything: [kind, label, address, other words, day, day in words]. Names before texts, newest first.
{
  const entries = JSON.parse(document.getElementById("index").textContent).map(([kind, label, address, more, day, when]) =>
    ({ kind, label, address, day, when, name: stems(label), words: stems(`${label} ${more}`) }));
  const kinds = { thema: ["thema", "theme"], actor: ["actor", "actor"], meeting: ["overleg", "meeting"], uitspraak: ["uitspraak", "statement"], kwestie: ["kwestie", "issue"], document: ["document", "document"] };
  const section = document.getElementById("found"), list = document.getElementById("found-list");
  const field = document.getElementById("zoek"), most = 40;
  const show = (asked, all = false) => {
    const found = stems(asked).length ? entries.filter(((fits) => (entry) => fits(entry.words))(finder(asked))) : [];
    const inName = finder(asked), wanted = stems(asked);
    const rank = (entry) => (entry.kind === "uitspraak" ? 3 : !inName(entry.name) ? 2 : wanted.every((want, place) => entry.name[place] === want) ? 0 : 1);
    found.sort((a, b) => rank(a) - rank(b) || b.day.localeCompare(a.day));
    section.hidden = !stems(asked).length;
    for (const part of document.querySelectorAll(".hero p")) part.hidden = !section.hidden; // so that a small screen shows what was found
    document.getElementById("found-count").textContent = section.hidden ? "" : `(${found.length})`;
    list.replaceChildren(...found.slice(0, all ? found.length : most).map((entry) => make("li", {},
      make("span", { className: "muted" }, [kinds[entry.kind][inEnglish() ? 1 : 0], entry.when].filter(Boolean).join(" · ") + " "),
      make("a", { href: entry.address }, entry.label))));
    const more = document.getElementById("found-more");
    more.replaceChildren();
    if (!all && found.length > most) {
      const button = make("button", { type: "button" }, inEnglish() ? `Show all ${found.length}` : `Toon alle ${found.length}`);
      button.addEventListener("click", () => show(asked, true));
      more.append(button);
    } else if (!section.hidden && !found.length)
      more.textContent = inEnglish() ? "Nothing found. Try fewer or shorter words." : "Niets gevonden. Probeer minder of kortere woorden.";
  };
  const restore = () => { field.value = state().get("zoek") || ""; show(field.value); };
  field.addEventListener("input", () => { setState({ zoek: field.value }); show(field.value); });
  search.addEventListener("submit", () => section.scrollIntoView());
  document.addEventListener("language", () => show(field.value));
  addEventListener("hashchange", restore);
  restore();
}
