// A SPARQL 1.1 endpoint beside the pages, asked by the SPARQL Protocol.
const engine = (() => {
  const address = document.getElementById("ask").dataset.endpoint;
  const fault = (kind, said = "") => Object.assign(new Error(said), { kind });
  let asked = null, why = "";

  const stop = (kind = "stopped") => { why = kind; asked?.abort(); asked = null; };
  const ready = async () => {};
  // A whole answer as text: the rows or the yes or no as SPARQL JSON, triples as Turtle.
  const run = async (text, { form }, most) => {
    const triples = form === "CONSTRUCT" || form === "DESCRIBE", control = asked = new AbortController();
    let response, body;
    try {
      response = await fetch(address, {
        method: "POST",
        headers: { Accept: triples ? "text/turtle, application/n-triples;q=0.9" : "application/sparql-results+json" },
        body: new URLSearchParams({ query: text }),
        signal: control.signal,
      });
      body = await response.text();
    } catch (error) {
      throw control.signal.aborted ? fault(why) : fault("unreachable", error.message);
    }
    if (!response.ok) throw fault(response.status === 400 ? "syntax" : "failed", `${response.status}: ${body.trim().split("\n")[0].slice(0, 300)}`);
    if (body.length > most) throw fault("large");
    return body;
  };
  return { ready, run, stop };
})();
