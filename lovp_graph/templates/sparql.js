// A question is chosen, filled in and asked; what the page shows stands in its address.
const asker = (() => {
  const { questions, kinds, base, words, say } = known;
  const part = (name) => document.getElementById(name);
  const [picker, form, query, answer, found, stop] = ["picker", "ask", "query", "answer", "found", "stop"].map(part);
  const MOST = 40_000_000, SAID = 240; // letters of an answer, and of what an engine says of a mistake
  let chosen = null; // the saved question, null for one of the reader's own
  let own = ""; // the text of the chosen question as its fields have it
  let turn = 0, running = false; // the last question, and whether the engine is at it
  let picked = false, sent = false; // whether the reader has just chosen or asked

  const edited = () => !chosen || query.value !== own;
  const fileName = () => (edited() ? "antwoord" : chosen.name);
  const resolved = (given) => asking.resolve(chosen, given, kinds, known);
  const write = (given) => { query.value = own = asking.sparql(chosen, resolved(given).values); };
  const mark = () => {
    const changed = Boolean(chosen) && edited();
    part("edited").hidden = !changed;
    part("send").hidden = !chosen;
    filling.able(!changed);
    query.rows = Math.min(Math.max(query.value.split("\n").length + 1, 8), 26);
  };

  // --- what the address says

  const fragment = (given) => {
    const now = new URLSearchParams(chosen ? { vraag: chosen.name } : {});
    if (edited()) now.set("sparql", query.value);
    else for (const parameter of chosen.parameters)
      for (const [place, value] of filling.named(parameter, given.get(parameter.name)).entries()) now.append(parameter.option, short(parameter, value || given.get(parameter.name)[place]));
    if (state().get("weergave")) now.set("weergave", state().get("weergave"));
    return now.toString();
  };
  // The last part of an IRI, where that is enough to name the thing.
  const short = ({ kind }, value) => {
    const last = asking.slug(value, base), { day, options } = kinds[kind];
    return day || asking.matches(options, last, known).length === 1 ? last : value;
  };
  // Show what the address says, and give what was answered.
  const restore = async () => {
    const now = state(), name = now.get("vraag") ?? "", text = now.get("sparql");
    const question = Object.hasOwn(questions, name) ? { ...questions[name], name } : null;
    const given = new Map((question?.parameters ?? []).map((parameter) => [parameter.name, now.getAll(parameter.option)]));
    choose(question, Boolean(question) || text !== null);
    if (question) { filling.fill(question, given); write(given); }
    if (text !== null) query.value = text || (question ? own : part("asking-own").textContent.trim());
    part("text").open ||= edited() && !form.hidden;
    mark();
    if (picked) { part("question-title").focus({ preventScroll: true }); form.scrollIntoView(); }
    picked = false;
    if (form.hidden || text === "") { quiet(); return null; }
    return ask(given, true);
  };
  const choose = (question, any) => {
    if (chosen?.name !== question?.name || !question) filling.build(question);
    chosen = question;
    form.hidden = !any;
    picker.open = !any;
    part("lead").hidden = any; // so that a small screen shows the answer
    part("pick").hidden = any;
    part("pick-other").hidden = !any;
    for (const link of picker.querySelectorAll("a")) any && link.dataset.question === question?.name ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    part("question-title").replaceChildren(...(question ? [make("span", { lang: "nl" }, question.title)] : say("sparql-own")));
    part("question-text").replaceChildren(...(question ? [make("span", { lang: "nl" }, question.question)] : say("sparql-own-about")));
  };

  // --- asking

  const work = (yes) => {
    running &&= yes;
    stop.hidden = !yes;
    yes ? found.setAttribute("aria-busy", "true") : found.removeAttribute("aria-busy");
  };
  // Whatever is still being looked for is no longer wanted.
  const halt = () => {
    turn += 1;
    if (running) engine.stop();
    work(false);
    return turn;
  };
  const quiet = () => { halt(); answer.hidden = true; showing.clear(); showing.tell([]); };
  const fail = (kind, values, said = "") => {
    const [, line, column] = kind === "syntax" ? said.match(/\b(\d+):(\d+)\b/) ?? [] : [];
    answer.hidden = false;
    showing.clear();
    showing.tell([...say("sparql-fault-" + (line ? "place" : kind), { ...values, line, column }), ...(said ? [make("small", { lang: "en" }, said.length > SAID ? `${said.slice(0, SAID)}…` : said)] : [])], true);
    return null;
  };
  // A question that was only just chosen waits for what it needs without a reproach.
  const complain = (problems, arriving) => {
    if (arriving && problems.every(({ problem }) => problem === "needed")) { quiet(); return null; }
    filling.complain(problems.map(({ parameter }) => parameter));
    const [{ problem, parameter, text }] = problems;
    fail(problem, { what: parameter.label, text: text.slice(0, 60) });
    if (!arriving) filling.focus();
    return null;
  };
  const read = (text, form) => {
    if (form === "CONSTRUCT" || form === "DESCRIBE") return { triples: text };
    let content;
    try { content = JSON.parse(text); } catch { /* it was cut off */ }
    if (typeof content?.boolean === "boolean") return { yes: content.boolean };
    if (Array.isArray(content?.results?.bindings)) return { variables: content.head.vars, rows: content.results.bindings };
    throw Object.assign(new Error(), { kind: "cut" });
  };
  const ask = async (given, arriving = false) => {
    const saved = edited() ? null : chosen, text = query.value, shape = asking.shape(text), mine = halt();
    const problems = saved ? resolved(given).problems : [], refused = ["empty", "update", "service"].find((what) => shape[what]);
    filling.complain([]);
    if (problems.length) return complain(problems, arriving);
    if (refused) return fail(refused);
    const seconds = Number(form.dataset.seconds);
    let late = 0;
    answer.hidden = false;
    showing.tell(say("sparql-busy"));
    work(true);
    try {
      await engine.ready();
      if (mine !== turn) return null;
      running = true;
      late = setTimeout(() => engine.stop("late"), seconds * 1000);
      const got = read(await engine.run(text, shape, MOST), shape.form);
      if (mine !== turn) return null;
      showing.show(got, saved, given, fileName());
      return got;
    } catch (error) {
      return mine === turn ? fail(error.kind ?? "broken", { number: seconds }, error.message) : null;
    } finally {
      clearTimeout(late);
      if (mine === turn) { work(false); reveal(); }
    }
  };

  // Who asked sees the answer, also on a small screen.
  const reveal = () => {
    if (sent && answer.getBoundingClientRect().top > innerHeight * 0.8) answer.scrollIntoView();
    sent = false;
  };

  // --- what the reader does

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = filling.given(chosen), problems = edited() ? [] : resolved(given).problems;
    if (problems.length) { complain(problems, false); return; }
    const next = fragment(given);
    sent = true;
    if (location.hash.slice(1) === next) ask(given);
    else location.hash = next;
  });
  filling.onInput(() => { write(filling.given(chosen)); mark(); });
  query.addEventListener("input", mark);
  query.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); } });
  part("restore").addEventListener("click", () => { write(filling.given(chosen)); mark(); query.focus(); });
  stop.addEventListener("click", () => engine.stop());
  part("as-csv").addEventListener("click", () => savePage(`${fileName()}.csv`, "text/csv", asCsv(showing.rows())));
  part("as-xlsx").addEventListener("click", () => savePage(`${fileName()}.xlsx`, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", asXlsx(showing.rows(), fileName())));

  const sought = part("question-words"), entries = [...picker.querySelectorAll("a")].map((link) => ({ item: link.closest("li"), texts: stems(`${link.textContent} ${link.title}`) }));
  sought.addEventListener("input", () => {
    const fits = sought.value.trim() ? finder(sought.value) : () => true;
    for (const { item, texts } of entries) item.hidden = !fits(texts);
    for (const section of picker.querySelectorAll("section")) section.hidden = [...section.querySelectorAll("li")].every((item) => item.hidden);
    part("question-none").hidden = entries.some(({ item }) => !item.hidden);
  });
  picker.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    picked = true;
    if (link.hash === location.hash) { event.preventDefault(); restore(); }
  });
  addEventListener("hashchange", restore);
  engine.ready().catch((error) => { if (error.kind !== "stopped") fail(error.kind ?? "broken", {}, error.message); });
  return { arrived: restore(), restore };
})();
