// The fields of a question: a day, or one or more things, each chosen from what there is.
const filling = (() => {
  const { base, kinds, both, say, words, option } = known;
  const fields = document.getElementById("fields");
  const MENU = 120, MOST = 5; // a longer list is searched by typing; as many things may be chosen of one kind

  const boxes = () => [...fields.querySelectorAll("[data-parameter]")];
  const inputs = (box) => [...box.querySelectorAll("select, input")];
  const box = (parameter) => boxes().find((one) => one.dataset.parameter === parameter.name);
  const isLong = (kind) => kinds[kind].options?.length > MENU;

  const field = (parameter, index) => {
    const { option: name, kind, required, default: own } = parameter, { day, options } = kinds[kind];
    const id = `${name}-${index}`;
    if (day) return make("input", { id, type: "date" });
    if (isLong(kind)) return make("input", { id, type: "search", autocomplete: "off", spellcheck: false });
    const none = index ? "sparql-drop" : required ? "sparql-choose" : "sparql-any";
    const empty = index || !own.length ? [option("", words(none))] : []; // what has a value of itself is never empty
    return make("select", { id }, ...empty, ...options.map(({ iri, label }) => option(iri, label)));
  };
  const add = (parameter) => {
    const own = box(parameter), index = inputs(own).length, made = field(parameter, index);
    if (isLong(parameter.kind)) made.setAttribute("list", `list-${parameter.kind}`);
    made.setAttribute("aria-describedby", `help-${parameter.option}`);
    if (index) made.setAttribute("aria-label", `${parameter.label[inEnglish() ? 1 : 0]} (${index + 1})`);
    else made.required = parameter.required;
    own.querySelector(".another, small").before(index ? make("div", { className: "or" }, make("span", {}, ...say("sparql-or")), made) : made);
    return made;
  };
  // One more may be added once all there are have a value.
  const offer = () => {
    for (const one of boxes()) {
      const button = one.querySelector(".another");
      if (button) button.hidden = inputs(one).length >= MOST || inputs(one).some((made) => !made.value);
    }
  };
  const build = (question) => {
    for (const old of fields.querySelectorAll(".field, datalist")) old.remove();
    for (const parameter of question?.parameters ?? []) {
      const { option: name, label, required, kind, help } = parameter;
      const title = make("label", { htmlFor: `${name}-0` }, ...both(label), ...(required ? [" ", ...say("sparql-required")] : []));
      const own = make("div", { className: "field", dataset: { parameter: parameter.name } }, title, make("small", { id: `help-${name}` }, make("t-nl", {}, help)));
      fields.append(own);
      if (!kinds[kind].day) {
        const button = make("button", { type: "button", className: "another" }, ...say("sparql-another"));
        button.addEventListener("click", () => { add(parameter).focus(); offer(); });
        own.querySelector("small").before(button);
      }
      add(parameter);
      if (isLong(kind) && !document.getElementById(`list-${kind}`))
        fields.append(make("datalist", { id: `list-${kind}` }, ...kinds[kind].options.map((one) => make("option", { value: asking.slug(one.iri, base) }, one.label[0]))));
    }
    fields.hidden = !question?.parameters.length;
  };

  // The things or days that texts name, as far as they do.
  const named = ({ kind }, texts) => texts.map((text) => {
    if (kinds[kind].day) return asking.day(text, kinds[kind].day);
    const found = asking.matches(kinds[kind].options, text, known);
    return found.length === 1 ? found[0] : "";
  });
  const fill = (question, given) => {
    for (const parameter of question.parameters) {
      const own = box(parameter), texts = given.get(parameter.name)?.length ? given.get(parameter.name) : parameter.default;
      for (const more of inputs(own).slice(1)) more.parentElement.remove();
      named(parameter, texts).slice(0, kinds[parameter.kind].day ? 1 : texts.length).forEach((value, index) => {
        const made = index ? add(parameter) : inputs(own)[0];
        made.value = isLong(parameter.kind) ? (value ? asking.slug(value, base) : texts[index]) : value;
      });
      if (!texts.length) inputs(own)[0].value = "";
    }
    offer();
  };
  // What the fields hold; what is empty and has a value of itself holds that.
  const given = (question) => new Map((question?.parameters ?? []).map((parameter) => {
    const texts = inputs(box(parameter)).map((made) => made.value.trim()).filter(Boolean);
    return [parameter.name, texts.length ? texts : parameter.default];
  }));
  const complain = (parameters) => {
    for (const one of boxes()) for (const made of inputs(one)) made.removeAttribute("aria-invalid");
    for (const parameter of parameters) inputs(box(parameter))[0].setAttribute("aria-invalid", "true");
  };
  const focus = () => fields.querySelector("[aria-invalid]")?.focus();
  const able = (yes) => { fields.disabled = !yes; };
  const onInput = (act) => fields.addEventListener("input", () => { offer(); act(); });
  return { build, fill, given, named, complain, focus, able, onInput };
})();
