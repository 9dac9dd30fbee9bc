// What follow-up was seen on a day that the reader chooses; by itself today.
{
  const field = document.getElementById("day"), rows = [...document.getElementById("rows").tBodies[0].rows];
  // The meetings that count: the day of each, and whether its summary is included.
  const meetings = JSON.parse(document.getElementById("rows").dataset.counted);
  const today = () => { const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10); };
  const set = () => {
    const day = field.value || today();
    for (const row of rows) {
      const { due, last, years } = row.dataset;
      row.dataset.termijn = last ? `${last < day ? "due-passed" : "due-ahead"} ${years}` : due;
      // Each step: from which day on it holds, and the follow-up.
      const steps = JSON.parse(row.dataset.steps).filter(([from]) => from <= day);
      row.dataset.out = steps.length ? "0" : "1";
      if (!steps.length) continue;
      const [, followUp] = steps[steps.length - 1], from = row.dataset.countedFrom;
      const since = meetings.filter(([held]) => held > from && held <= day);
      const known = from ? String(since.length) : "?", included = from ? String(since.filter(([, told]) => told).length) : "?";
      row.dataset.vervolg = followUp;
      for (const part of row.querySelectorAll("[data-follow-up]")) part.hidden = part.dataset.followUp !== followUp;
      for (const part of row.querySelectorAll("[data-seen]")) part.hidden = part.dataset.seen > day;
      const told = row.querySelector(".since");
      told.hidden = followUp !== "none-seen";
      told.querySelector("[data-none]").hidden = included !== "0";
      told.querySelector("[data-some]").hidden = included === "0";
      for (const part of told.querySelectorAll("[data-included]")) part.textContent = included;
      for (const part of told.querySelectorAll("[data-known]")) part.textContent = known;
      for (const part of row.querySelectorAll(".passed")) part.hidden = followUp !== "none-seen" || !(row.dataset.last && row.dataset.last < day);
    }
    document.dispatchEvent(new CustomEvent("rows-changed"));
  };
  const restore = () => { field.value = state().get("peildatum") || today(); set(); };
  field.addEventListener("input", () => { setState({ peildatum: field.value === today() ? "" : field.value }); set(); });
  document.getElementById("today").addEventListener("click", () => { field.value = today(); setState({ peildatum: "" }); set(); });
  addEventListener("hashchange", restore);
  restore();
}
