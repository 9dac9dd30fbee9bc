// In the worker: Oxigraph with the data, and one question at a time.
let store = null;
const inflated = (text) => new Blob([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("deflate"));
addEventListener("message", async ({ data: { number, start, query } }) => {
  try {
    if (start) {
      await __wbg_init({ module_or_path: new Response(inflated(start.program), { headers: { "Content-Type": "application/wasm" } }) });
      store = new Store();
      store.load(await new Response(inflated(start.data)).text(), { format: "application/trig" });
      postMessage({ number });
    } else {
      // Naming the graphs in the query and taking all of them as one exclude each other.
      const answer = store.query(query.text, { results_format: query.format, use_default_graph_as_union: query.union });
      postMessage(answer.length > query.most ? { number, kind: "large" } : { number, answer });
    }
  } catch (error) {
    // What the engine says of a query is an Error with a place in it; anything else has broken the engine.
    const said = String(error?.message ?? error);
    postMessage({ number, kind: error?.name !== "Error" ? "broken" : /^error at \d+:\d+/.test(said) ? "syntax" : "failed", said });
  }
});
