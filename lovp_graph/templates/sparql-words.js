// What the page knows of the questions and of the things they are about, and how it says that in both languages.
const known = (() => {
  const data = JSON.parse(document.getElementById("asking").textContent), things = new Map();
  const thing = ([own, nl, en, others]) => {
    const one = { iri: data.base + own, label: [nl, en || nl], names: [nl, en, ...others].filter(Boolean) };
    things.set(one.iri, one);
    return one;
  };
  for (const kind of Object.values(data.kinds)) if (kind.options) kind.options = kind.options.map(thing);
  data.terms.forEach(thing);

  // A pair of texts as what the style of the page shows one of.
  const both = ([nl, en]) => (nl === en || !en ? [nl] : [make("t-nl", {}, nl), make("t-en", { lang: "en" }, en)]);
  // Words of the interface with values filled in, of which a pair has one for each language.
  const words = (key, values = {}) => data.words[key].map((text, tongue) => text.replace(/\{(\w+)\}/g, (_, name) => (Array.isArray(values[name]) ? values[name][tongue] : values[name])));
  const say = (key, values) => both(words(key, values));
  const option = (value, [nl, en]) => make("option", { value, dataset: { nl, en } }, inEnglish() ? en : nl);
  const day = (iso) => ["nl", "en-GB"].map((tongue) => new Date(`${iso}T12:00`).toLocaleDateString(tongue, { day: "numeric", month: "long", year: "numeric" }));

  // The page of a thing, where it has one; another web address leads there itself.
  const address = (iri) => {
    const own = iri.startsWith(data.base) ? iri.slice(data.base.length) : "", end = own.lastIndexOf("/"), kind = own.slice(0, Math.max(end, 0));
    if (own) return things.has(iri) && Object.hasOwn(data.pages, kind) ? data.pages[kind].replace("*", encodeURIComponent(own.slice(end + 1))) : "";
    return /^https?:\/\//.test(iri) ? iri : "";
  };
  const linked = (iri, content) => {
    const href = address(iri);
    return href ? make("a", { href, title: iri, ...(/^https?:/.test(href) ? { rel: "external noreferrer" } : {}) }, ...content) : make("span", { title: iri }, ...content);
  };
  return { ...data, things, both, words, say, option, day, linked };
})();
