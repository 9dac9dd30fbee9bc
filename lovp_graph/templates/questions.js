// A link to a question can bring the values that the page before had: #commitments&theme=mit
{
  const restore = () => {
    const plain = (part) => { try { return decodeURIComponent(part); } catch { return part; } };
    const [name, ...values] = location.hash.slice(1).split("&").map(plain);
    const section = name && [...document.querySelectorAll("[data-question]")].find((one) => one.dataset.question === name);
    if (!section) return;
    section.querySelector("details").open = true;
    const chosen = section.querySelector("[data-chosen]");
    chosen.hidden = !values.length;
    chosen.querySelector("code").textContent = `lovp-graph ask ${name} ${values.filter((value) => /^[\w.-]+=[\w.-]+$/.test(value)).map((value) => `--${value.replace("=", " ")}`).join(" ")}`;
    const link = section.querySelector("[data-ask]"); // there only where the page is
    if (link) link.hash = `vraag=${[name, ...values.map((value) => value.split("=").map(encodeURIComponent).join("="))].join("&")}`;
    section.scrollIntoView();
  };
  addEventListener("hashchange", restore);
  restore();
}
