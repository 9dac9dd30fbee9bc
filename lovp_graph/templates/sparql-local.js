// Oxigraph as WebAssembly, in a worker: the page stays free, and a query that takes too long can be ended.
const engine = (() => {
  const packed = (id) => document.getElementById(id).textContent;
  const fault = (kind, said = "") => Object.assign(new Error(said), { kind });
  const waiting = new Map();
  let worker = null, started = null, last = 0, script = null, life = 0;

  const answered = ({ data: { number, answer, kind, said } }) => {
    const { done, fail } = waiting.get(number) ?? {};
    waiting.delete(number);
    if (kind === "broken") stop("broken", said);
    if (kind) fail?.(fault(kind, said));
    else done?.(answer);
  };
  const send = (message) => new Promise((done, fail) => {
    waiting.set(last += 1, { done, fail });
    worker.postMessage({ ...message, number: last });
  });
  const start = async () => {
    const mine = life += 1;
    if (!globalThis.DecompressionStream || !globalThis.WebAssembly) throw fault("old");
    const inflated = new Blob([Uint8Array.from(atob(packed("engine-script")), (letter) => letter.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("deflate"));
    script ??= new Blob([await new Response(inflated).text()], { type: "text/javascript" });
    if (mine !== life) throw fault("stopped");
    const address = URL.createObjectURL(script);
    worker = new Worker(address);
    worker.addEventListener("message", answered);
    worker.addEventListener("error", (event) => { event.preventDefault(); stop("broken", event.message); });
    await send({ start: { program: packed("engine-program"), data: packed("engine-data") } });
    URL.revokeObjectURL(address);
  };
  // Whoever waits for an answer hears why there will be none; the next question starts the engine anew.
  const stop = (kind = "stopped", said = "") => {
    worker?.terminate();
    worker = started = null;
    life += 1;
    for (const { fail } of waiting.values()) fail(fault(kind, said));
    waiting.clear();
  };
  const ready = () => started ??= start();
  // A whole answer as text: the rows or the yes or no as SPARQL JSON, triples as Turtle.
  const run = async (text, { form, from }, most) => {
    await ready();
    return send({ query: { text, union: !from, most, format: form === "CONSTRUCT" || form === "DESCRIBE" ? "text/turtle" : "json" } });
  };
  return { ready, run, stop };
})();
