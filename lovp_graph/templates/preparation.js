// A file per agenda item, from what the page holds. The agenda stays in the address, so that it can be passed on.
{
  const themes = JSON.parse(document.getElementById("themes").textContent), statements = JSON.parse(document.getElementById("statements").textContent);
  const field = document.getElementById("agenda"), file = document.getElementById("file"), actions = document.getElementById("actions");
  const most = 8;
  const names = themes.flatMap((theme) => theme.names.map((name) => ({ theme, words: stems(name) }))).filter(({ words }) => words.length);
  names.sort((a, b) => b.words.length - a.words.length || b.words.join("").length - a.words.join("").length);

  // The themes whose names stand in a line, the longest name first: a part of a longer name names nothing by itself.
  const themesIn = (line) => {
    const words = stems(line), taken = new Map(), found = [];
    for (const { theme, words: name } of names)
      for (let start = 0; start + name.length <= words.length; start += 1) {
        const places = name.map((_, offset) => start + offset);
        if (!name.every((word, offset) => word === words[start + offset])) continue;
        if (!places.every((place) => (taken.get(place) ?? name.join(" ")) === name.join(" "))) continue;
        for (const place of places) taken.set(place, name.join(" "));
        if (!found.includes(theme)) found.push(theme);
      }
    return found;
  };
  const say = (nl, en) => (inEnglish() ? en : nl);
  const pick = (pair) => say(...pair);
  const since = ({ since: [known, included] }) => included === undefined || !known ? "" : make("small", { className: "muted" }, included === "0"
    ? say(" – sindsdien is nog geen terugkoppeling opgenomen", " – no summary since then is included yet")
    : say(` – sindsdien bekende of aangekondigde overleggen: ${known}, waarvan opgenomen: ${included}`, ` – meetings known or announced since: ${known}, of which included: ${included}`));
  const seen = ({ seen: days }) => !days.length ? "" : make("small", { className: "muted" }, say(" – vervolg gezien: ", " – follow-up seen: "), days.map((day) => new Date(`${day}T12:00`).toLocaleDateString(say("nl", "en-GB"), { day: "numeric", month: "long", year: "numeric" })).join(", "));
  const item = (one) => make("li", { className: one.type },
    make("span", { className: "type" }, pick(one.label)), `${["", pick(one.day), pick(one.by)].filter((part, index) => part || !index).join(" · ")}: `,
    make("a", { className: "text", href: `uitspraak/${one.id}.html`, lang: "nl" }, one.gist), one.doubt ? make("small", { className: "doubt" }, say(" (andere lezing mogelijk)", " (other reading possible)")) : "", since(one), seen(one),
    make("small", { className: "muted number" }, ` (${one.id})`));
  const list = (title, found) => {
    if (!found.length) return [];
    const rest = found.slice(most), parts = [make("h3", {}, `${title} (${found.length})`), make("ul", { className: "plain" }, ...found.slice(0, most).map(item))];
    if (rest.length) parts.push(make("details", {}, make("summary", {}, say(`Nog ${rest.length}`, `${rest.length} more`)), make("ul", { className: "plain" }, ...rest.map(item))));
    return parts;
  };
  const section = (line) => {
    const found = themesIn(line), made = make("section", {}, make("h2", { lang: "nl" }, line));
    if (!found.length) {
      made.append(make("p", { className: "muted" }, say("Bij dit punt is geen thema gevonden.", "No theme was found for this item."),
        ...line.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 4).flatMap((word, index) => [index ? ", " : say(" Zoek op: ", " Search for: "), make("a", { href: `index.html#zoek=${encodeURIComponent(word)}` }, word)])));
      return made;
    }
    const slugs = found.map((theme) => theme.slug), own = statements.filter((one) => one.in.some((slug) => slugs.includes(slug)));
    const of = (...types) => own.filter((one) => types.includes(one.type));
    const outcomes = of("Decision", "Agreement", "Commitment"), requests = of("Request"), authority = found.flatMap((theme) => theme.authority);
    made.append(make("p", {}, say("Thema: ", "Theme: "), ...found.flatMap((theme, index) => [index ? ", " : "", make("a", { href: `thema/${theme.slug}.html` }, pick(theme.label))])),
      ...list(say("Afspraken en toezeggingen, geen vervolg gezien", "Agreements and commitments, no follow-up seen"), outcomes.filter((one) => one.open)),
      ...list(say("Besluiten, en afspraken en toezeggingen met vervolg", "Decisions, and agreements and commitments with follow-up"), outcomes.filter((one) => !one.open)),
      ...list(say("Gevraagd, geen antwoord gezien", "Asked, no answer seen"), requests.filter((one) => one.open)),
      ...list(say("Zorgen", "Concerns"), of("Concern")),
      ...list(say("Standpunten en bevestigingen", "Positions and confirmations"), of("Position", "Confirmation")),
      ...list(say("Verder gemeld", "Also reported"), [...of("Information"), ...requests.filter((one) => !one.open)]));
    if (authority.length) made.append(make("h3", {}, say("Gezag en zeggenschap", "Authority and control")),
      make("ul", { className: "plain" }, ...authority.map(({ gist, basis, id, doubt }) => make("li", {}, pick(gist), " – ", make("small", {}, id ? make("a", { href: `uitspraak/${id}.html` }, pick(basis)) : pick(basis)),
        doubt ? make("small", { className: "doubt" }, say(" (andere lezing mogelijk)", " (other reading possible)")) : ""))));
    return made;
  };
  const build = () => {
    const lines = field.value.split("\n").map((line) => line.replace(/^\s*(?:\d{1,2}(?:[.)]\d*)*[.):]?|[-*•])\s+/u, "").trim()).filter(Boolean);
    file.replaceChildren(...lines.map(section));
    actions.hidden = !lines.length;
  };
  const restore = () => { field.value = state().get("agenda") || ""; build(); };
  document.getElementById("form").addEventListener("submit", (event) => { event.preventDefault(); setState({ agenda: field.value }); build(); file.scrollIntoView(); });
  document.getElementById("example").addEventListener("click", (event) => { field.value = event.currentTarget.dataset.example; setState({ agenda: field.value }); build(); file.scrollIntoView(); });
  document.getElementById("print").addEventListener("click", () => { for (const part of file.querySelectorAll("details")) part.open = true; print(); });
  document.getElementById("document").addEventListener("click", () => {
    const copy = document.implementation.createHTMLDocument(say("Voorbereiding", "Preparation"));
    copy.documentElement.lang = "nl";
    copy.body.append(...[...file.children].map((part) => part.cloneNode(true)), document.querySelector(".note").cloneNode(true));
    copy.body.prepend(copy.importNode(make("h1", {}, copy.title), true), copy.importNode(document.getElementById("fresh"), true));
    for (const hidden of copy.querySelectorAll(inEnglish() ? "t-nl" : "t-en")) hidden.remove();
    for (const part of copy.querySelectorAll("details")) part.replaceWith(part.querySelector("ul"));
    for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    const meta = copy.createElement("meta");
    meta.setAttribute("charset", "utf-8");
    copy.head.prepend(meta);
    savePage("voorbereiding.html", "text/html", `<!doctype html>\n${copy.documentElement.outerHTML}\n`);
  });
  document.addEventListener("language", build);
  addEventListener("hashchange", restore);
  restore();
}
