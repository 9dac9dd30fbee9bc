// The text that the reader brings is held against the register: each sentence by its place and its digest.
{
  const registers = JSON.parse(document.getElementById("registers").textContent), told = document.getElementById("told");
  const field = document.getElementById("files"), drop = document.getElementById("drop"), prefix = "lovp-sentence-";
  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  // One sentence as the register reads it: soft hyphens gone, a hyphen at a line end joined to its word (but not in
  // "in- en uitstroom"), white space single.
  const lineEnd = /(?<=[\p{L}\p{N}_])-[^\S\n\v\f\r\x85\u2028\u2029]*[\n\v\f\r\x85\u2028\u2029]\s*(?=[\p{L}\p{N}_])(?!(?:en|of)(?![\p{L}\p{N}_]))/gu;
  const folded = (text) => text.replace(/\u00ad\s*/gu, "").replace(lineEnd, "-").normalize("NFC").split(/\s+/u).filter(Boolean).join(" ");
  const digest = async (text) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const say = (nl, en) => told.append(make("p", {}, inEnglish() ? en : nl));

  const count = () => {
    for (const [slug, rows] of Object.entries(registers))
      document.querySelector(`[data-summary="${slug}"]`).textContent = `${rows.filter(([, , own]) => kept(prefix + own)).length} / ${rows.length}`;
  };
  const read = async (file) => {
    const text = [...new TextDecoder("utf-8").decode(await file.arrayBuffer()).replace(/^\ufeff/, "").replace(/\r\n/g, "\n")]; // by code points, as the register counts
    let best = 0, total = 0;
    for (const rows of Object.values(registers)) {
      let found = 0;
      for (const [start, end, own] of rows) {
        const sentence = folded(text.slice(start, end).join(""));
        if (sentence && await digest(sentence) === own) { keep(prefix + own, sentence); found += 1; }
      }
      if (found > best) [best, total] = [found, rows.length];
    }
    if (!best) say(`${file.name}: geen zin herkend. Is dit de tekst van een terugkoppeling, als plat tekstbestand?`, `${file.name}: no sentence recognised. Is this the text of a summary, as a plain text file?`);
    else if (!kept(prefix + Object.values(registers).flat().map(([, , own]) => own).find((own) => kept(prefix + own)))) say("Deze browser bewaart niets; de citaten kunnen niet worden getoond.", "This browser keeps nothing; the quotations cannot be shown.");
    else say(`${file.name}: ${best} van ${total} zinnen herkend${best < total ? "; de andere zijn anders dan in de tekst die is samengevat" : ""}.`, `${file.name}: ${best} of ${total} sentences recognised${best < total ? "; the others differ from the text that was read" : ""}.`);
  };
  const take = async (files) => {
    told.replaceChildren();
    if (!globalThis.crypto?.subtle) { say("Uw browser staat deze controle alleen toe via https of vanaf uw eigen schijf.", "Your browser allows this check only over https or from your own disk."); return; }
    for (const file of files) await read(file);
    count();
  };
  field.addEventListener("change", () => take(field.files));
  for (const [name, over] of [["dragover", true], ["dragleave", false], ["drop", false]])
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.toggle("over", over); if (name === "drop") take(event.dataTransfer.files); });
  document.getElementById("forget").addEventListener("click", () => {
    for (const [, , own] of Object.values(registers).flat()) try { localStorage.removeItem(prefix + own); } catch { /* nothing was kept */ }
    told.replaceChildren(); count();
  });
  count();
}
