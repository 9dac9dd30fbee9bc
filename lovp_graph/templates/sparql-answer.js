// An answer as people read it: headings, values by their type, lists in order (answers.py).
const answering = (() => {
  const XSD = "http://www.w3.org/2001/XMLSchema#";
  const WHOLE = ["integer", "int", "nonNegativeInteger", "gYear"], NUMBER = ["decimal", "double"];

  const runs = (text) => text.split(/(\d+)/);
  const inOrder = (a, b) => {
    const [first, second] = [runs(a), runs(b)];
    for (let place = 0; place < Math.min(first.length, second.length); place += 1) {
      const order = place % 2 ? first[place] - second[place] : first[place] < second[place] ? -1 : Number(first[place] > second[place]);
      if (order) return order;
    }
    return first.length - second.length;
  };
  // The values of a column that holds several, each once, in their natural order.
  const parts = (text) => [...new Set(text.split("\n").filter(Boolean))].sort(inOrder);
  // Numbers with those that follow each other joined: 3, 4, 5 and 8 give 3–5 and 8.
  const spans = (numbers) => {
    const found = [];
    for (const number of numbers.map(Number)) {
      const last = found[found.length - 1];
      if (last && number === last[1] + 1) last[1] = number;
      else found.push([number, number]);
    }
    return found.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  };
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && asking.day(text, "first") === text;

  // A value: its text, with what else is known of it: a number, a day, a yes or no, several values, or an IRI.
  const typed = (text, datatype) => {
    const kind = datatype.replace(XSD, "");
    if (WHOLE.includes(kind) && /^[+-]?\d+$/.test(text)) return { text: String(BigInt(text)), number: Number(text) };
    if (NUMBER.includes(kind) && text.trim() && Number.isFinite(Number(text)))
      return { text: (Number.isInteger(Number(text)) ? String(Number(text)) : text).replace(".", ","), number: Number(text) };
    if (isDay(text)) return { text, day: text };
    if (kind === "boolean") return { text: ["true", "1"].includes(text) ? "ja" : "nee", flag: ["true", "1"].includes(text) };
    return { text };
  };
  const cell = (variable, term, { base, lists }) => {
    if (!term) return { text: "" };
    if (lists.includes(variable)) {
      const found = parts(term.value);
      const numbers = variable === "sentences" && found.every((part) => /^\d+$/.test(part));
      const shown = numbers ? spans(found) : found.map((part) => asking.slug(part, base));
      return { text: shown.join("; "), several: shown.map((text, place) => ({ text, iri: !numbers && found[place].startsWith(base) ? found[place] : "" })) };
    }
    if (term.type === "uri") return { text: asking.slug(term.value, base), iri: term.value };
    if (term.type === "literal" || term.type === "typed-literal") return { ...typed(term.value, term.datatype ?? ""), language: term["xml:lang"] };
    return { text: term.type === "triple" ? JSON.stringify(term.value) : term.value };
  };

  // The table of an answer: its columns, and a cell for each of them in each row. Of a saved question with the
  // headings and without what only serves it; a name that stands for a thing leads to the thing.
  const table = ({ variables, rows }, saved, places) => {
    const labelled = variables.filter((name) => name.endsWith("Label")).map((name) => name.slice(0, -"Label".length));
    const hidden = saved ? [...labelled, ...places.hidden] : [];
    const shown = variables.filter((name) => !hidden.includes(name));
    const headings = shown.map((name) => (saved && (places.columns[name] || places.columns[name.replace(/Label$/, "")])) || name);
    const columns = shown.map((name, place) => ({ name, heading: headings.indexOf(headings[place]) === headings.lastIndexOf(headings[place]) ? headings[place] : name }));
    return {
      columns,
      rows: rows.map((row) => shown.map((name) => {
        const found = cell(name, row[name], places), thing = saved && name.endsWith("Label") ? row[name.slice(0, -"Label".length)] : null;
        return thing?.type === "uri" ? { ...found, iri: thing.value, named: true } : found;
      })),
    };
  };
  // What goes into a spreadsheet: numbers as numbers where that loses nothing.
  const flat = ({ text, number }) => (number !== undefined && String(number).replace(".", ",") === text ? number : text);
  const flatten = ({ columns, rows }) => [columns.map((column) => column.heading), ...rows.map((row) => row.map(flat))];
  return { table, flatten };
})();
