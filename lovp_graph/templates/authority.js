// What holds on the day that the reader chooses.
{
  const field = document.getElementById("day"), begin = field.value;
  const holds = (spans, day) => spans.split(" ").some((span) => { const [from, until] = span.split("/"); return span && from <= day && (!until || day < until); });
  const set = () => {
    const day = field.value || begin;
    for (const part of document.querySelectorAll("[data-spans]")) part.hidden = !holds(part.dataset.spans, day);
    for (const list of document.querySelectorAll("[data-list]")) list.querySelector(".empty").hidden = [...list.querySelectorAll("[data-spans]")].some((part) => !part.hidden);
    for (const task of document.querySelectorAll(".task")) task.hidden = ![...task.querySelectorAll("[data-spans]")].some((part) => !part.hidden);
    for (const button of document.querySelectorAll("[data-day]")) button.setAttribute("aria-pressed", String(button.dataset.day === day));
  };
  const restore = () => { field.value = state().get("peildatum") || begin; set(); };
  field.addEventListener("input", () => { setState({ peildatum: field.value }); set(); });
  for (const button of document.querySelectorAll("[data-day]")) button.addEventListener("click", () => { field.value = button.dataset.day; setState({ peildatum: field.value }); set(); });
  // A link to a task or relation scrolls there and leaves the address alone, which holds the chosen day.
  for (const link of document.querySelectorAll("main a[href^='#']")) link.addEventListener("click", (event) => {
    const goal = document.getElementById(link.hash.slice(1));
    event.preventDefault();
    goal.tabIndex = -1;
    goal.focus();
    goal.scrollIntoView();
  });
  addEventListener("hashchange", restore);
  restore();
}
