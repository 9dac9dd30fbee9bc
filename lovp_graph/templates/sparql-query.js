// From what a reader chose or typed to a query, as on the command line (questions.py and asking.py).
const asking = (() => {
  const SLOT = /^(\s*VALUES \?(\w+) \{ )UNDEF( \}) #\+$/, MARKED = /^.*#\+ (!?)(\w+)$/;
  const DAY = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  // Texts, IRIs, remarks, variables, languages, names and what is left: the words of SPARQL itself (store.py).
  const TOKEN = /\\.|"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|<(?:[^<>"{}|^`\\\u0000-\u0020]|\\[uU][0-9A-Fa-f]+)*>|#[^\r\n]*|[?$][\p{L}\p{N}_]+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*|(?<prefix>[\p{L}\p{N}_.-]{0,200}):(?:(?:[\p{L}\p{N}_:%]|\\.)(?:[\p{L}\p{N}_.:%-]|\\.)*)?|(?<word>[\p{L}_][\p{L}\p{N}_]*)/gsu;
  const UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"];

  // The text of a saved question with values, which are terms by the name of a parameter; several mean any of them.
  const sparql = (question, values) => question.text.split("\n").flatMap((line) => {
    const slot = line.match(SLOT), mark = line.match(MARKED);
    if (slot) return values.get(slot[2])?.length ? [`${slot[1]}${values.get(slot[2]).join(" ")}${slot[3]}`] : [];
    return !mark || Boolean(values.get(mark[2])?.length) !== Boolean(mark[1]) ? [line] : [];
  }).join("\n");

  // Terms as SPARQL writes them; what could end one early is refused.
  const iri = (text) => {
    if (!/^[a-z][a-z0-9+.-]*:[^\u0000-\u0020<>"{}|^`\\]*$/i.test(text)) throw new Error(`not an IRI: ${text}`);
    return `<${text}>`;
  };
  const date = (day) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`not a date: ${day}`);
    return `"${day}"^^<${XSD}date>`;
  };

  // The first or last day of a year, month or day; nothing for what is none.
  const day = (text, bound) => {
    const [, year, month, own] = text.trim().match(DAY) ?? [];
    if (!year || year === "0000") return "";
    const last = bound === "last", inMonth = Number(month ?? (last ? 12 : 1));
    const length = new Date(Date.UTC(2000 + Number(year) % 400, inMonth, 0)).getUTCDate();
    const inDay = Number(own ?? (last ? length : 1));
    if (inMonth < 1 || inMonth > 12 || inDay < 1 || inDay > length) return "";
    return [year, String(inMonth).padStart(2, "0"), String(inDay).padStart(2, "0")].join("-");
  };

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/&/g, " en ").replace(/[^\p{L}\p{N}_+]+/gu, " ").replace(/_/g, " ").trim().replace(/ +/g, " ");
  const slug = (text, base) => text.startsWith(base) ? text.slice(text.lastIndexOf("/") + 1) : text;

  // The things that a text names: by IRI or last part of it, else by a name, else by the start of a date.
  const matches = (options, text, { base, id }) => {
    const asked = text.trim().replace(/^<|>$/g, ""), wanted = fold(asked);
    const by = (fits) => options.filter(fits).map((option) => option.iri);
    const whole = by((option) => option.iri === asked);
    if (whole.length) return whole;
    const exact = by(({ iri: own }) => [slug(own, base), own.replace(id, ""), own.replace(base, "")].includes(asked));
    const named = by((option) => wanted && [slug(option.iri, base), ...option.names].some((name) => fold(name) === wanted));
    const dated = by((option) => DAY.test(asked) && option.names.some((name) => name.startsWith(asked)));
    return [exact, named, dated].find((found) => found.length) ?? [];
  };

  // The terms for what was given, and for the defaults of what was not; and what is wrong with it.
  const resolve = (question, given, kinds, places) => {
    const values = new Map(), problems = [];
    for (const parameter of question.parameters) {
      const kind = kinds[parameter.kind], texts = (given.get(parameter.name) ?? []).filter((text) => text.trim());
      const wrong = (problem, text = "") => { problems.push({ problem, parameter, text }); };
      if (kind.day && texts.length > 1) wrong("one-day");
      else if (!texts.length && parameter.required && !parameter.default.length) wrong("needed");
      const terms = (texts.length ? texts : parameter.default).map((text) => {
        if (kind.day) { const found = day(text, kind.day); return found ? date(found) : wrong("no-day", text); }
        const found = matches(kind.options, text, places);
        return found.length === 1 ? iri(found[0]) : wrong(found.length ? "more" : "unknown", text);
      });
      values.set(parameter.name, terms.filter(Boolean));
    }
    return { values, problems };
  };

  // What of a query decides how it may be asked: its form, and whether it has FROM or SERVICE, or is an update.
  // A keyword can be glued to the name after it, as in SERVICE:there, so the prefixes of names count too.
  const shape = (text) => {
    const tokens = [...text.matchAll(TOKEN)].map(({ groups }) => groups), capitals = (part) => (part ?? "").toUpperCase();
    const words = tokens.map(({ word }) => capitals(word)).filter(Boolean), all = [...words, ...tokens.map(({ prefix }) => capitals(prefix))];
    const form = words.find((word) => !["PREFIX", "BASE", "VERSION"].includes(word)) ?? "";
    const declared = tokens.some(({ prefix }, place) => capitals(prefix) === "FROM" && capitals(tokens[place - 1]?.word) === "PREFIX");
    return {
      form,
      from: (declared ? words : all).includes("FROM"),
      service: all.some((word) => word.includes("SERVICE")),
      update: UPDATES.includes(form),
      empty: !text.replace(/^\s*#.*$/gm, "").trim(),
    };
  };
  return { sparql, resolve, matches, day, slug, shape };
})();
