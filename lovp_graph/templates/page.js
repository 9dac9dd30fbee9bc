// What every page has: the language of the interface, the search box, and quotations that the reader brought.
"use strict";
const root = document.documentElement;
const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser may forbid it */ } };
const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

const setLanguage = (language) => {
  root.classList.toggle("en", language === "en");
  if (language === "en") for (const part of document.querySelectorAll("t-en")) part.lang = "en"; // here, as a page has many
  for (const button of document.querySelectorAll("[data-language]"))
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  for (const field of document.querySelectorAll("[data-placeholder-nl]"))
    field.placeholder = language === "en" ? field.dataset.placeholderEn : field.dataset.placeholderNl;
  for (const own of document.querySelectorAll("option[data-en], title[data-en]")) {
    own.dataset.nl ??= own.text;
    own.text = language === "en" ? own.dataset.en : own.dataset.nl;
  }
  document.dispatchEvent(new CustomEvent("language", { detail: language }));
};
for (const button of document.querySelectorAll("[data-language]"))
  button.addEventListener("click", () => { keep("lovp-language", button.dataset.language); setLanguage(button.dataset.language); });
// Another page of the site is open too, or what was chosen there arrives after this one was drawn.
addEventListener("storage", (event) => { if (event.key === "lovp-language" && event.newValue) setLanguage(event.newValue); });
const inEnglish = () => root.classList.contains("en");
// Nothing arrives at a page that the browser had put away: it looks itself when it is shown again.
const follow = () => { const now = kept("lovp-language"); if (now && (now === "en") !== inEnglish()) setLanguage(now); };
addEventListener("pageshow", follow);
document.addEventListener("visibilitychange", follow);

// The skip link moves the focus and leaves the address alone, which holds the state of the page.
document.querySelector(".skip").addEventListener("click", (event) => { event.preventDefault(); document.getElementById("main").focus(); });

// The state of a page stands in its address: #name=value&name=value
const state = () => new URLSearchParams(location.hash.slice(1));
const setState = (changes) => {
  const now = state();
  for (const [name, value] of Object.entries(changes)) value ? now.set(name, value) : now.delete(name);
  history.replaceState(null, "", now.size ? `#${now}` : location.pathname.split("/").pop() + location.search);
};

const make = (tag, properties = {}, ...children) => {
  const { dataset, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

// A text without case, accents and Dutch endings, so that "toezeggingen" finds "toezegging".
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/&/g, " en ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const stem = (word) => {
  let short = word.length > 4 ? word.replace(/(heden)$/, "heid").replace(/(eren|en|es|s|e)$/, "") : word;
  short = short.replace(/(aa|ee|oo|uu)(?=[^aeiou]*$)/, (pair) => pair[0]).replace(/([bcdfgklmnprt])\1$/, "$1");
  return short.replace(/z$/, "s").replace(/v$/, "f");
};
const stems = (text) => fold(text).split(" ").filter(Boolean).map(stem);
// Whether every word that was asked begins a word of the text; a short one must be the word, as "ME" is not "meer".
const SHORT = 3;
const finder = (asked) => {
  const wanted = stems(asked);
  return (words) => wanted.every((want) => words.some((word) => want.length > SHORT ? word.startsWith(want) : word === want));
};

const search = document.getElementById("search-form");
if (search) search.addEventListener("submit", (event) => {
  event.preventDefault();
  location.href = `${search.dataset.root}index.html#zoek=${encodeURIComponent(search.elements.zoek.value)}`;
});

// Sentences that the reader brought, by their digest: see the page of quotations.
for (const place of document.querySelectorAll("[data-digest]")) {
  const quotation = kept(`lovp-sentence-${place.dataset.digest}`);
  if (quotation) { place.textContent = quotation; place.hidden = false; }
}

const savePage = (name, type, text) => {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
};
// Rows as Dutch Excel reads them: semicolons, a byte order mark, decimal commas, and nothing it would take for a formula.
// It skips what cannot be seen before it looks for one.
const formula = /^(?:[\t\r\n]|[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2060-\u2064\ufeff]*[-=+@＝＋－＠])/;
const asCsv = (rows) => "\ufeff" + rows.map((row) => row.map((cell) => {
  if (typeof cell === "number") return String(cell).replace(".", ",");
  const text = String(cell ?? "");
  return `"${(formula.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
}).join(";")).join("\r\n") + "\r\n";

// On a narrow screen a row stands as a block, and each cell says what it is.
const labelCells = () => {
  for (const table of document.querySelectorAll("table.stack")) {
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.querySelector(inEnglish() ? "t-en" : "t-nl")?.textContent ?? cell.textContent.trim());
    for (const body of table.tBodies) for (const row of body.rows) [...row.cells].forEach((cell, index) => { if (cell.tagName === "TD") cell.dataset.label = names[index]; });
  }
};
document.addEventListener("language", labelCells);

// A menu that is wider than the screen shows where one is.
{
  const menu = document.querySelector("nav.main"), here = menu.querySelector("[aria-current]");
  if (here) menu.scrollLeft = here.offsetLeft - menu.clientWidth / 2;
}

setLanguage(kept("lovp-language") === "en" ? "en" : "nl");
