// The graph: a scope (the whole, or what fits a theme, an actor, a meeting, an issue, a chain) as blocks in columns.
// vis.js moves, zooms and says what was clicked; what is drawn is made here once, for the screen and for the SVG alike.
{
  const data = JSON.parse(document.getElementById("graph-data").textContent);
  data.kinds = Object.fromEntries(data.kinds); // lists of pairs, which keep their order
  data.names = Object.fromEntries(data.names);
  const by = (id) => document.getElementById(`graph-${id}`);
  const frame = document.getElementById("network"), panel = by("panel");
  const tongue = () => (inEnglish() ? 1 : 0);
  const say = (key, values = {}) => data.words[key][tongue()].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const SCOPES = { thema: "thema", actor: "actor", overleg: "meeting", kwestie: "kwestie", uitspraak: "uitspraak" };
  const SPEAK = ["by", "byInherited"], ROLES = [...SPEAK, "to", "mentions"], ABOUT = ["issue", "raises"];
  const SIGNS = { Decision: "■", Agreement: "●", Commitment: "◆", Request: "▶", Concern: "▲", Position: "◐", Confirmation: "✚", Information: "○" };
  const LINKS = Object.keys(data.names).filter((name) => ![...ROLES, ...ABOUT, "theme"].includes(name));

  // What is known.
  const nodes = data.nodes, byKey = new Map(nodes.map((node) => [node.key, node]));
  for (const node of nodes) Object.assign(node, { out: {}, into: {}, said: node.group in SIGNS });
  for (const [kind, pairs] of Object.entries(data.edges))
    for (const [from, to] of pairs) {
      (nodes[from].out[kind] ??= []).push(nodes[to]);
      (nodes[to].into[kind] ??= []).push(nodes[from]);
    }
  const out = (node, ...kinds) => kinds.flatMap((kind) => node.out[kind] || []);
  const into = (node, ...kinds) => kinds.flatMap((kind) => node.into[kind] || []);
  const reach = (from, step) => { const found = new Set(from); for (const node of found) for (const next of step(node)) found.add(next); return found; };
  const chain = (node) => new Set([...reach([node], (one) => out(one, ...LINKS)), ...reach([node], (one) => into(one, ...LINKS))]);
  const statements = nodes.filter((node) => node.said);
  for (const one of statements) {
    one.meeting = out(one, "meeting")[0];
    one.above = reach(out(one, "theme"), (theme) => out(theme, "broader"));
  }
  const moments = nodes.filter((node) => node.group === "Meeting" && into(node, "meeting").length);
  const name = (node) => (inEnglish() && node.en) || node.label;
  const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);
  const kindName = (node) => data.kinds[node.group][tongue()];
  const long = (iso) => new Date(`${iso}T12:00`).toLocaleDateString(inEnglish() ? "en-GB" : "nl-NL", { day: "numeric", month: "long", year: "numeric" });
  const when = (meeting) => (meeting.day ? long(meeting.day) : name(meeting));

  // What the address asks for.
  const asked = () => {
    const now = state(), fixed = {};
    for (const [key, segment] of Object.entries(SCOPES)) if (now.has(key)) fixed[key] = byKey.get(`${segment}.${now.get(key)}`) ?? null;
    const place = (key, otherwise) => { const found = moments.findIndex((node) => node.key === `meeting.${now.get(key)}`); return found < 0 ? otherwise : found; };
    return {
      fixed, from: place("van", 0), until: place("tot", moments.length - 1), without: new Set((now.get("zonder") || "").split(",").filter(Boolean)),
      most: data.most * (1 + Math.max(0, Number.parseInt(now.get("meer"), 10) || 0)), chosen: byKey.get(now.get("kies")) ?? null, list: now.get("lijst") === "1", words: now.get("zoek") || "",
    };
  };
  const go = (changes) => {
    const now = state();
    for (const [key, value] of Object.entries(changes)) value ? now.set(key, value) : now.delete(key);
    if (`#${now}` === location.hash) restore(); else location.hash = now;
  };
  const scopeOf = (node) => {
    const key = node.said ? "uitspraak" : Object.keys(SCOPES).find((one) => node.key.startsWith(`${SCOPES[one]}.`));
    return { ...Object.fromEntries(Object.keys(SCOPES).map((one) => [one, null])), meer: null, [key]: node.key.slice(node.key.indexOf(".") + 1), kies: node.key };
  };

  // Which nodes that are: first what matters most, and with each statement what belongs to it.
  const select = (ask) => {
    const inTime = (meeting) => { const place = moments.indexOf(meeting); return place >= ask.from && place <= ask.until; };
    const { thema, actor, overleg, kwestie, uitspraak } = ask.fixed, whole = !Object.keys(ask.fixed).length;
    let groups, parts = () => false;
    if (whole) {
      const linked = new Set(data.overview.filter(([meeting]) => inTime(nodes[meeting])).flatMap(([meeting, other]) => [nodes[meeting], nodes[other]]));
      groups = nodes.filter((node) => linked.has(node)).map((node) => [node]);
      parts = (node) => ask.most === data.most && Boolean(node.out.broader); // at first themes as a whole
    } else {
      const links = uitspraak && chain(uitspraak);
      const tests = { thema: (one) => one.above.has(thema), actor: (one) => out(one, ...ROLES).includes(actor), overleg: (one) => one.meeting === overleg,
        kwestie: (one) => out(one, ...ABOUT).includes(kwestie), uitspraak: (one) => Boolean(links) && links.has(one) };
      const inside = statements.filter((one) => inTime(one.meeting) && Object.keys(ask.fixed).every((key) => ask.fixed[key] && tests[key](one)));
      const own = new Set(inside);
      const company = (one) => [one, one.meeting, ...out(one, ...SPEAK, "to", ...ABOUT, "theme"),
        ...[...out(one, ...LINKS), ...into(one, ...LINKS)].filter((other) => !own.has(other) && inTime(other.meeting)).flatMap((other) => [other, other.meeting])];
      groups = inside.map(company);
      if (inside.length) groups.unshift(...[thema, actor, overleg, kwestie].filter(Boolean).map((node) => [node]));
      for (const one of statements) one.outside = !own.has(one);
    }
    if (ask.chosen) groups.sort((a, b) => b.includes(ask.chosen) - a.includes(ask.chosen));
    const counts = {}, all = new Set(), shown = new Set();
    for (const node of new Set(groups.flat())) counts[node.group] = (counts[node.group] || 0) + 1;
    let full = false;
    for (const group of groups.filter(([first]) => !ask.without.has(first.group))) {
      const kept = group.filter((node) => !ask.without.has(node.group));
      for (const node of kept) all.add(node);
      full ||= new Set([...shown, ...kept]).size > ask.most;
      if (!full) for (const node of kept) if (!parts(node) || node === ask.chosen) shown.add(node);
    }
    const drawn = {}, rest = [...all].filter((node) => !shown.has(node));
    for (const node of shown) drawn[node.group] = (drawn[node.group] || 0) + 1;
    const edges = whole
      ? data.overview.map(([meeting, other]) => ({ from: nodes[other], to: nodes[meeting], kind: nodes[other].group === "Theme" ? "theme" : "by" }))
      : statements.flatMap((one) => [...ROLES, ...ABOUT, "theme", ...LINKS].flatMap((kind) => out(one, kind).map((to) => ({ from: one, to, kind }))));
    return { whole, counts, drawn, shown, all: all.size, onlyParts: rest.every(parts), edges: edges.filter(({ from, to, kind }) => shown.has(from) && shown.has(to) && (kind !== "mentions" || to === actor)) };
  };

  // What a block looks like: its outline, its size and its lines of text.
  const pen = document.createElement("canvas").getContext("2d");
  const family = getComputedStyle(document.body).fontFamily;
  const FONTS = { head: `600 11px ${family}`, text: `13px ${family}`, strong: `600 13px ${family}`, small: `11.5px ${family}` };
  // Where a word may be broken, the best first: where it has a hyphen or a slash, between two consonants, after a vowel.
  const CONSONANT = "[b-df-hj-np-tvwxzç]", VOWEL = "[aeiouyà-åè-ïò-öù-ü]";
  const TOGETHER = "(?<!c(?=h)|[pt](?=h)|[st](?=j)|[bcdfgkptvw](?=[lr])|i(?=j))";
  const BREAKS = [
    "(?<=\\p{L}{2}[-/])(?=\\p{L}{2})", `(?<=\\p{L}${CONSONANT})(?=${CONSONANT}${VOWEL})${TOGETHER}`, `(?<=\\p{L}${VOWEL})(?=${CONSONANT}${VOWEL})${TOGETHER}`,
  ].map((place) => new RegExp(place, "giu"));
  const broken = (word, fits) => {
    let most = word.length - 2;
    while (most > 2 && !fits(`${word.slice(0, most)}-`)) most -= 1;
    const last = (places) => [...word.matchAll(places)].map(({ index }) => index).findLast((place) => place <= most && place >= most / 2);
    const place = BREAKS.map(last).find(Boolean) ?? most, start = word.slice(0, place);
    return [/[-/]$/.test(start) ? start : `${start}-`, word.slice(place)];
  };
  const wrap = (text, width, most, font) => {
    pen.font = font;
    const lines = [], words = cut(text.replace(/\s+/g, " ").trim(), 300).split(" ");
    const fits = (line) => pen.measureText(line).width <= width;
    const shorten = (line) => {
      let short = line;
      while (short && !fits(`${short}…`)) short = short.slice(0, -1);
      return `${short.trimEnd()}…`;
    };
    while (words.length) {
      let line = words.shift();
      if (!fits(line) && line.length > 3 && lines.length < most - 1) {
        const [start, end] = broken(line, fits);
        words.unshift(end);
        lines.push(start);
        continue;
      }
      while (words.length && fits(`${line} ${words[0]}`)) line += ` ${words.shift()}`;
      lines.push(lines.length === most - 1 && words.length ? shorten(`${line} ${words.splice(0)[0]}`) : fits(line) ? line : shorten(line));
    }
    return lines;
  };
  const lengthOf = (text) => { pen.font = FONTS.small; return pen.measureText(text).width; };
  const WIDTH = 172, BETWEEN = 12, GAP = 26;
  const block = (node, most) => {
    const speakers = out(node, ...SPEAK).map(name).join(", ") + (out(node, "byInherited").length && !out(node, "by").length ? ` (${say("from-context")})` : "");
    const head = [SIGNS[node.group], kindName(node), speakers && `· ${speakers}`].filter(Boolean).join(" ");
    const inset = node.said ? 13 : 11, room = WIDTH - inset - 9, font = node.said ? "text" : "strong";
    const label = wrap(name(node), room, node.said ? most : 4, FONTS[font]);
    const lines = [{ text: wrap(head, room, 1, FONTS.head)[0], font: "head" }, ...label.map((text) => ({ text, font }))];
    return { node, width: WIDTH, inset, lines, height: 11 + 14 + (lines.length - 1) * 16 };
  };
  const outline = ({ node, x, y, width, height }) => {
    const [l, t, r, b] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
    if (node.group === "Meeting") return `M${l},${t}H${r}V${b}H${l}Z`;
    if (node.group === "Actor") return `M${l + 8},${t}H${r - 8}L${r},${t + 8}V${b - 8}L${r - 8},${b}H${l + 8}L${l},${b - 8}V${t + 8}Z`;
    const c = node.group === "Theme" ? 16 : 5;
    return `M${l + c},${t}H${r - c}Q${r},${t} ${r},${t + c}V${b - c}Q${r},${b} ${r - c},${b}`
      + `H${l + c}Q${l},${b} ${l},${b - c}V${t + c}Q${l},${t} ${l + c},${t}Z`;
  };

  // Where everything stands: actors, the meetings in time, themes; in each column joined blocks on one height.
  const columnsOf = ({ shown, whole }) => {
    const some = (test) => [...shown].filter(test);
    const columns = [{ nodes: some((node) => node.group === "Actor") }];
    const meetings = nodes.filter((node) => node.group === "Meeting" && (shown.has(node) || some((one) => one.meeting === node).length));
    if (whole) columns.push({ nodes: some((node) => node.group === "Meeting"), fixed: true });
    else for (const meeting of meetings) {
      const before = columns.at(-1).meeting;
      const gap = before ? nodes.slice(before.id + 1, meeting.id).filter((node) => node.gap).length : 0;
      columns.push({ meeting, gap, head: shown.has(meeting) ? meeting : null, nodes: some((one) => one.meeting === meeting) });
    }
    columns.push({ nodes: some((node) => node.group === "Issue") }, { nodes: some((node) => node.group === "Theme") });
    return columns.filter((column) => column.nodes.length || column.head);
  };
  const order = (columns, edges) => {
    const joined = new Map(), place = new Map();
    for (const { from, to } of edges) for (const [one, other] of [[from, to], [to, from]]) joined.set(one, [...(joined.get(one) || []), other]);
    const number = () => {
      for (const column of columns) column.nodes.forEach((node, index) => place.set(node, (index + 0.5) / column.nodes.length));
    };
    for (const column of columns) if (!column.fixed) column.nodes.sort((a, b) => a.place - b.place);
    number();
    for (let sweep = 0; sweep < 6; sweep += 1)
      for (const column of sweep % 2 ? [...columns].reverse() : columns) {
        if (column.fixed) continue;
        const middle = new Map(column.nodes.map((node) => {
          const near = (joined.get(node) || []).filter((other) => place.has(other));
          return [node, near.length ? near.reduce((sum, other) => sum + place.get(other), 0) / near.length : place.get(node)];
        }));
        column.nodes.sort((a, b) => middle.get(a) - middle.get(b) || a.place - b.place);
        number();
      }
  };
  const layout = (found, room) => {
    const columns = columnsOf(found), blocks = new Map(), gaps = [];
    order(columns, found.edges);
    const most = found.shown.size <= 24 ? 6 : 3;
    const size = (node) => { if (!blocks.has(node)) blocks.set(node, block(node, most)); return blocks.get(node); };
    const top = Math.max(0, ...columns.map((column) => (column.head ? size(column.head).height + 14 : 0)));
    const tall = (list) => list.reduce((sum, node) => sum + size(node).height + 10, -10);
    const split = (list, height) => {
      const parts = [];
      for (const node of list) parts.length && tall([...parts.at(-1), node]) <= height ? parts.at(-1).push(node) : parts.push([node]);
      return parts;
    };
    // Between few columns there is room for the names of links.
    const between = (least, most, scale) => Math.min(most, Math.max(least, room / scale / columns.length - WIDTH - BETWEEN));
    const few = !found.whole && found.shown.size <= 24;
    const names = few ? found.edges.filter(({ kind }) => LINKS.includes(kind)).map(({ kind }) => lengthOf(data.names[kind][tongue()]) + 14) : [];
    const across = found.whole ? between(70, 260, 1) : few ? between(Math.max(96, ...names), Math.max(120, ...names), 0.8) : 40;
    const beside = (column) => (few && column.meeting ? across : BETWEEN);
    const widthOf = (column, height) => Math.max(1, split(column.nodes, height).length) * (WIDTH + beside(column)) + across + (column.gap ? GAP : 0);
    const wide = (height) => columns.reduce((sum, column) => sum + widthOf(column, height), -across);
    // The lowest at which all fits beside each other.
    const heights = [460, 560, 660, 760, 880, 1000, 1200];
    const height = found.whole
      ? Math.max(560, ...columns.slice(0, 2).map((column) => tall(column.nodes)))
      : heights.find((one) => wide(one) <= room / 0.9) || heights.at(-1);
    let x = 0;
    for (const column of columns) {
      if (column.gap) {
        // Near the column after it: the arrows and their names are near the column before it.
        gaps.push({ x: x + GAP - 15, text: say(column.gap === 1 ? "graph-gap-one" : "graph-gap", { number: column.gap }) });
        x += GAP;
      }
      if (column.head) Object.assign(size(column.head), { x: x + WIDTH / 2, y: size(column.head).height / 2 });
      const parts = split(column.nodes, height);
      for (const part of parts) {
        const spread = found.whole ? Math.max(0, height - tall(part)) / part.length : 0;
        let y = (column.meeting ? top : 0) + spread / 2;
        for (const node of part) {
          const one = size(node);
          Object.assign(one, { x: x + WIDTH / 2, y: y + one.height / 2 });
          y += one.height + 10 + spread;
        }
        x += WIDTH + beside(column);
      }
      x += (parts.length ? -beside(column) : WIDTH) + across;
    }
    const end = (list) => Math.max(0, ...list.map((one) => one.y + one.height / 2));
    const bottom = end([...blocks.values()]);
    // The columns of meetings hang from their heads; the others stand halfway beside them.
    for (const column of columns.filter((one) => !one.meeting && !found.whole)) {
      const own = column.nodes.map(size), down = (bottom - end(own)) / 2;
      for (const one of own) one.y += down;
    }
    for (const one of blocks.values()) one.path = outline(one);
    for (const gap of gaps) gap.length = lengthOf(gap.text) + 12;
    // Beside the last column there is only room where links from statement to statement can need it.
    return { blocks, gaps, width: x - (few && columns.at(-1).meeting ? 0 : across), height: Math.max(bottom, ...gaps.map((gap) => gap.length)) };
  };

  // Lines: thick with an arrow for how a statement goes back, thin for the rest.
  const LOOKS = {
    link: { colour: "accent", width: 1.8, arrow: true, soft: 0.75 },
    by: { colour: "edge", width: 1, soft: 0.5 },
    byInherited: { colour: "edge", width: 1, dash: [5, 4], soft: 0.5 },
    to: { colour: "edge", width: 1.2, dash: [1.5, 3], soft: 0.8 },
    mentions: { colour: "edge", width: 1, dash: [1.5, 5], soft: 0.6 },
    theme: { colour: "accent", width: 1, soft: 0.3 },
    about: { colour: "issue", width: 1.2, dash: [8, 3], soft: 0.6 },
  };
  const lookOf = (kind) => (LINKS.includes(kind) ? "link" : ABOUT.includes(kind) ? "about" : kind);
  const line = (edge, blocks) => {
    const a = blocks.get(edge.from), b = blocks.get(edge.to), beside = Math.abs(a.x - b.x) < 100;
    const way = beside || a.x < b.x ? 1 : -1, x1 = a.x + way * a.width / 2, x2 = b.x + (beside ? 1 : -way) * b.width / 2;
    const bend = beside ? 26 : Math.max(18, Math.abs(x2 - x1) / 2), c1 = x1 + way * bend, c2 = x2 + (beside ? bend : -way * bend);
    const tip = beside ? 1 : -way;
    const along = (t, from, first, second, to) => (1 - t) ** 3 * from + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t * t * second + t ** 3 * to;
    return { ...edge, look: LOOKS[lookOf(edge.kind)], path: `M${x1},${a.y}C${c1},${a.y} ${c2},${b.y} ${x2},${b.y}`, head: `M${x2},${b.y}l${tip * 9},-4.5v9z`,
      at: (t) => [along(t, x1, c1, c2, x2), along(t, a.y, a.y, b.y, b.y)] };
  };

  // Where the name of a line can stand: on the line, between columns, from its middle outwards, over nothing else.
  const PLACES = Array.from({ length: 41 }, (_, index) => 0.5 + (index % 2 ? 1 : -1) * Math.ceil(index / 2) * 0.02);
  const lanesOf = ({ blocks, width }) => {
    const middles = [...new Set([...blocks.values()].map((one) => one.x))].sort((a, b) => a - b);
    return middles.map((x, index) => ({ from: x + WIDTH / 2, to: index + 1 < middles.length ? middles[index + 1] - WIDTH / 2 : width }));
  };
  // How far a lane is free at a height: not where it says how many meetings are missing.
  const laneAt = (x, top, lanes, gaps) => {
    const lane = lanes.find(({ from, to }) => from <= x && x <= to), gap = lane && gaps.find((one) => lane.from < one.left && one.left < lane.to && top < one.bottom);
    return lane ? { from: lane.from + 2, to: (gap ? gap.left : lane.to) - 2 } : { from: 0, to: 0 };
  };
  const spotsOf = ({ label, at }, lanes, gaps) => {
    const width = lengthOf(label) + 8;
    return PLACES.flatMap((place) => [0, -7, 7].map((aside) => {
      const [x, y] = at(place), top = y + aside - 8, { from, to } = laneAt(x, top, lanes, gaps), inLane = to - from >= width;
      const left = inLane ? Math.min(Math.max(x - width / 2, from), to - width) : x - width / 2;
      return { text: label, inLane, left, right: left + width, top, bottom: top + 16 };
    }));
  };
  const named = (lines) => {
    const gaps = scene.gaps.map(({ x, length }) => ({ left: x - 9, right: x + 9, top: 0, bottom: length }));
    const blocks = [...scene.blocks.values()].map(({ x, y, width, height }) => ({ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }));
    const taken = [...gaps, ...blocks], lanes = lanesOf(scene), labels = [];
    const apart = (one, other) => one.right + 2 <= other.left || other.right + 2 <= one.left || one.bottom + 2 <= other.top || other.bottom + 2 <= one.top;
    for (const line of lines) {
      const free = spotsOf(line, lanes, gaps).filter((one) => one.left >= 0 && one.right <= scene.width && taken.every((other) => apart(one, other)));
      const spot = free.find((one) => one.inLane) || free[0];
      if (spot) { taken.push(spot); labels.push(spot); } // without room no name: the panel has it too
    }
    return labels;
  };

  // What is shown now, and what of it is lit.
  let ask, found, scene, chosen = null, lit = null, colours = {}, network = null, spot = new Set();
  const readColours = () => {
    const style = getComputedStyle(root);
    const keys = ["paper", "panel", "ink", "muted", "line", "edge", "accent", "glow", "issue", ...Object.keys(SIGNS)];
    for (const key of keys) colours[key] = style.getPropertyValue(`--${key}`).trim();
    Object.assign(colours, { Theme: colours.accent, Actor: colours.ink, Meeting: colours.ink, Issue: colours.issue });
  };
  const light = () => {
    lit = null;
    if (scene) scene.labels = null;
    if (!chosen) return;
    const core = chosen.said ? chain(chosen) : new Set([chosen]);
    lit = new Set(core);
    for (const { from, to } of found.edges) if (from === chosen || to === chosen) lit.add(from).add(to);
    if (chosen.said) lit.add(chosen.meeting);
    if (chosen.group === "Meeting") for (const node of found.shown) if (node.meeting === chosen) lit.add(node);
  };
  const isLit = ({ from, to, kind }) => Boolean(lit) && lit.has(from) && lit.has(to) && (from === chosen || to === chosen || LINKS.includes(kind));
  const styled = () => scene.lines.map((one) => {
    const on = isLit(one), { arrow, colour, width, soft } = one.look;
    return {
      ...one, on, width: on ? width * 1.5 : width, opacity: on ? 1 : lit ? 0.07 : soft, colour: colours[on && !arrow ? "ink" : colour],
      label: arrow && (on || ask.fixed.uitspraak) ? data.names[one.kind][tongue()] : "",
    };
  }).sort((a, b) => a.on - b.on);
  const labels = () => (scene.labels ??= named(styled().filter((one) => one.label)));
  const dressed = ({ node }) => {
    const own = colours[node.group], look = { width: 1.5, dash: [], opacity: lit && !lit.has(node) ? 0.22 : 1, edge: own, fill: colours.panel, head: own, text: colours.ink, bar: null };
    if (node.said) Object.assign(look, { width: 1, edge: colours.edge, fill: colours.paper, bar: own, dash: node.outside ? [3, 3] : [] });
    if (node.group === "Issue") look.dash = [6, 3];
    if (node.group === "Actor") look.head = colours.muted;
    if (node === chosen || node === ask.fixed.uitspraak) Object.assign(look, { width: 3, edge: colours.accent });
    if (node === chosen || spot.has(node)) look.fill = colours.glow;
    if (node.group === "Meeting") Object.assign(look, { fill: colours.ink, head: colours.paper, text: colours.paper });
    return look;
  };
  const barOf = ({ x, y, width, height }) => `M${x - width / 2},${y - height / 2 + 4}h5v${height - 8}h-5z`;
  const textsOf = (one) => {
    const left = one.x - one.width / 2 + one.inset, top = one.y - one.height / 2;
    return one.lines.map(({ text, font }, index) => ({ text, font, x: left, y: top + 16 + (index ? 1 + index * 16 : 0) }));
  };

  const paint = (ctx, one) => {
    const look = dressed(one), path = new Path2D(one.path);
    ctx.save();
    // What is dimmed still covers the lines behind it.
    ctx.fillStyle = colours.paper; ctx.fill(path);
    ctx.globalAlpha = look.opacity;
    ctx.fillStyle = look.fill; ctx.fill(path);
    if (look.bar) { ctx.fillStyle = look.bar; ctx.fill(new Path2D(barOf(one))); }
    ctx.lineWidth = look.width; ctx.strokeStyle = look.edge; ctx.setLineDash(look.dash); ctx.stroke(path);
    ctx.textBaseline = "alphabetic"; ctx.textAlign = "left";
    for (const { text, font, x, y } of textsOf(one)) {
      ctx.font = FONTS[font]; ctx.fillStyle = font === "head" ? look.head : look.text;
      ctx.fillText(text, x, y);
    }
    ctx.restore();
  };
  const paintLines = (ctx) => {
    ctx.save();
    for (const one of styled()) {
      ctx.globalAlpha = one.opacity; ctx.strokeStyle = ctx.fillStyle = one.colour; ctx.lineWidth = one.width; ctx.setLineDash(one.look.dash || []);
      ctx.stroke(new Path2D(one.path));
      if (one.look.arrow) ctx.fill(new Path2D(one.head));
    }
    ctx.globalAlpha = ctx.lineWidth = 1;
    for (const { x, text, length } of scene.gaps) {
      ctx.save();
      ctx.strokeStyle = colours.line; ctx.setLineDash([2, 4]); ctx.stroke(new Path2D(`M${x},0V${scene.height}`));
      ctx.translate(x, 0); ctx.rotate(-Math.PI / 2);
      ctx.font = FONTS.small; ctx.textAlign = "right"; ctx.textBaseline = "middle";
      ctx.fillStyle = colours.paper; ctx.fillRect(-length, -9, length, 18);
      ctx.fillStyle = colours.muted; ctx.fillText(text, 0, 0);
      ctx.restore();
    }
    ctx.restore();
  };
  const paintLabels = (ctx) => {
    ctx.save();
    ctx.font = FONTS.small; ctx.textAlign = "left"; ctx.textBaseline = "middle";
    for (const { text, left, right, top } of labels()) {
      ctx.fillStyle = colours.glow; ctx.fillRect(left, top, right - left, 16);
      ctx.fillStyle = colours.ink; ctx.fillText(text, left + 4, top + 8);
    }
    ctx.restore();
  };

  // What the panel beside the network leaves free of its width.
  const below = () => getComputedStyle(panel).position === "fixed";
  const free = () => frame.clientWidth - (panel.hidden || below() ? 0 : panel.offsetWidth + 16);
  // Whether something falls outside, in words beside the count.
  const beyond = () => {
    const shown = scene && frame.clientWidth, start = shown && network.canvasToDOM({ x: 0, y: 0 }), end = shown && network.canvasToDOM({ x: scene.width, y: scene.height });
    by("beyond").hidden = !shown || (Math.min(start.x, start.y) >= -1 && end.x <= free() + 1 && end.y <= frame.clientHeight + 1);
  };
  // At first never so small that it cannot be read: then its beginning. When asked for, the whole whatever its size.
  const view = (everything = false) => {
    const pad = 14, small = innerWidth < 640, width = everything ? free() : frame.clientWidth, wide = scene.width + 2 * pad, tall = scene.height + 2 * pad;
    const most = small ? innerHeight * 0.72 : 1150, fits = Math.min(1.1, width / wide);
    const scale = everything ? Math.min(fits, most / tall) : Math.max(fits, small ? 0.8 : 0.72);
    const height = Math.round(Math.min(Math.max(tall * scale, small ? 320 : 380), most));
    const centre = (whole, seen, own) => (whole * scale <= seen + 1 ? own / 2 : seen / scale / 2 - pad);
    const x = centre(wide, width, scene.width) + (frame.clientWidth - width) / scale / 2;
    frame.style.height = `${height}px`;
    network.setSize("100%", `${height}px`);
    network.moveTo({ position: { x, y: centre(tall, height, scene.height) }, scale, animation: false });
    network.redraw();
    beyond();
  };
  const reveal = (node, scroll = false) => {
    const one = scene.blocks.get(node);
    if (!one) return;
    const scale = network.getScale(), at = network.canvasToDOM({ x: one.x, y: one.y }), centre = network.getViewPosition();
    const half = { x: one.width / 2 * scale + 12, y: one.height / 2 * scale + 12 };
    const right = free();
    const off = (value, low, high) => (value < low ? value - low : value > high ? value - high : 0);
    const dx = off(at.x, half.x, Math.max(half.x, right - half.x)), dy = off(at.y, half.y, frame.clientHeight - half.y);
    if (dx || dy) network.moveTo({ position: { x: centre.x + dx / scale, y: centre.y + dy / scale }, animation: false });
    beyond();
    if (!scroll) return;
    const under = innerHeight - (below() ? panel.offsetHeight : 0), y = frame.getBoundingClientRect().top + at.y - dy;
    if (y < 30 || y > under - 30) scrollBy({ top: y - under / 2, behavior: "instant" });
  };

  const draw = () => {
    scene = layout(found, frame.clientWidth);
    scene.lines = found.edges.map((edge) => line(edge, scene.blocks));
    const shapes = [...scene.blocks.values()].map((one) => ({
      id: one.node.id, shape: "custom", x: one.x, y: one.y,
      ctxRenderer: ({ ctx }) => ({ drawNode: () => paint(ctx, one), nodeDimensions: { width: one.width, height: one.height } }),
    }));
    if (!network) {
      const under = ({ pointer }) => nodes[network.getNodeAt(pointer.DOM)] ?? null;
      network = new vis.Network(frame, { nodes: shapes, edges: [] }, { ...data.options, autoResize: false });
      network.on("beforeDrawing", paintLines);
      network.on("afterDrawing", paintLabels);
      network.on("click", (event) => { const node = under(event); choose(node === chosen ? null : node); });
      network.on("doubleClick", (event) => { const node = under(event); if (node) go(scopeOf(node)); });
      for (const moved of ["zoom", "dragEnd"]) network.on(moved, beyond);
      network.on("hoverNode", () => { frame.style.cursor = "pointer"; });
      network.on("blurNode", () => { frame.style.cursor = ""; });
      frame.firstChild.tabIndex = -1; // the frame around it has the focus and the keys
    } else network.setData({ nodes: shapes, edges: [] });
    view();
  };

  // The panel with what is known of the chosen node.
  const stored = (digest) => {
    try { return kept(Object.keys(localStorage).find((key) => key.startsWith(`lovp-sentence-${digest}`))); } catch { return null; }
  };
  const spans = (numbers) => {
    const parts = [];
    for (const number of numbers) parts.length && number === parts.at(-1)[1] + 1 ? parts.at(-1)[1] = number : parts.push([number, number]);
    return parts.map(([a, b]) => (a === b ? a : `${a}–${b}`)).join(", ");
  };
  const visit = (node) => (found.shown.has(node) ? choose(node, true) : go(scopeOf(node)));
  const press = (text, action, className = "link") => {
    const button = make("button", { type: "button", className }, text);
    button.addEventListener("click", action);
    return button;
  };
  const ownTongue = (node) => (node.said || !node.en ? "nl" : tongue() ? "en" : "nl"); // gists are in Dutch only
  const toNode = (node) => Object.assign(press(cut(name(node), 200), () => visit(node)), { lang: ownTongue(node) });
  const row = (title, things) => (things.length ? [make("dt", {}, title), make("dd", {}, ...things.map((thing) => make("div", {}, thing)))] : []);
  const sign = (node) => make("span", { className: `type ${node.group}` }, kindName(node));
  const entry = (node, ...before) => make("li", { className: node.group },
    make("p", { className: "muted" }, ...before, sign(node), ` · ${when(node.meeting)}`), make("p", {}, toNode(node)));
  const section = (title, entries) => (entries.length ? [make("h3", {}, title), make("ul", { className: "plain" }, ...entries)] : []);
  const earliest = (a, b) => a.meeting.id - b.meeting.id || a.key.localeCompare(b.key);
  const pageOf = (node) => `${node.key.replace(".", "/")}.html`;
  const aboutStatement = (node) => {
    const sentences = node.sentences || [], numbers = sentences.map(([number]) => number), whole = chain(node);
    const quoted = sentences.map(([number, digest, text]) => [number, text || stored(digest)]).filter(([, text]) => text);
    const where = [say(numbers.length === 1 ? "sentence" : "sentences"), spans(numbers), node.heading && `(${say("section")} “${node.heading}”)`];
    const inherited = out(node, "byInherited").map((one) => make("span", {}, toNode(one), ` (${say("from-context")})`));
    const who = [...out(node, "by").map(toNode), ...inherited];
    const linked = (step, mark) => LINKS.flatMap((kind) => step(node, kind).map((other) => [kind, other])).sort(([, a], [, b]) => earliest(a, b))
      .map(([kind, other]) => entry(other, make("b", {}, `${data.names[kind][tongue()]}${mark}`), " · "));
    return [
      make("h2", { className: "gist", lang: "nl" }, node.label),
      ...quoted.map(([number, text]) => make("blockquote", { lang: "nl" }, text, " ", make("small", {}, `(${say("sentence")} ${number})`))),
      make("dl", {}, ...row(say("where"), [where.filter(Boolean).join(" ")]), ...row(say("meeting"), [toNode(node.meeting)]),
        ...row(say("who"), who.length ? who : [say("no-speaker")]), ...row(say("addressees"), out(node, "to").map(toNode)),
        ...row(say("themes"), out(node, "theme").map(toNode)), ...row(say("issue"), out(node, ...ABOUT).map(toNode))),
      node.doubt ? make("p", { className: "doubt" }, say("graph-doubt")) : null,
      ...section(say("goes-back"), linked(out, "")), ...section(say("came-after"), linked(into, ` ${say("this-one")}`)),
      make("p", { className: "buttons" }, make("a", { className: "button", href: pageOf(node) }, say("to-statement")),
        whole.size > 1 && ask.fixed.uitspraak !== node ? press(say("graph-open-chain", { number: whole.size }), () => go(scopeOf(node)), "") : null),
    ];
  };
  const aboutNamed = (node) => {
    const belongs = (one) => one.said && (one.meeting === node || one.above.has(node) || out(one, ...ROLES, ...ABOUT).includes(node));
    const here = [...found.shown].filter(belongs).sort(earliest);
    const many = node.group === "Actor" ? "graph-times-actor" : "graph-times";
    const times = node.times ? say(node.times === 1 ? "graph-times-one" : many, { number: node.times }) : "";
    const joined = found.whole ? found.edges.filter(({ from, to }) => from === node || to === node) : [];
    const neighbours = joined.map(({ from, to }) => (from === node ? to : from)).sort((a, b) => a.id - b.id);
    const linked = (kind) => neighbours.filter((one) => one.group === kind).map((one) => make("li", {}, toNode(one)));
    return [
      times ? make("p", {}, times) : null,
      make("p", { className: "buttons" }, Object.values(ask.fixed).includes(node) ? null : press(say("graph-open"), () => go(scopeOf(node)), ""),
        node.group === "Issue" ? null : make("a", { className: "button", href: pageOf(node) }, say("graph-page"))),
      ...section(say("graph-at-meetings"), linked("Meeting")), ...section(say("graph-actors"), linked("Actor")),
      ...section(say("themes"), linked("Theme")),
      ...section(say("graph-statements"), here.slice(0, 20).map((one) => entry(one))),
      here.length > 20 ? make("p", { className: "muted" }, say("graph-and-more", { number: here.length - 20 })) : null,
    ];
  };
  const show = () => {
    panel.hidden = !chosen;
    panel.replaceChildren();
    by("selected").textContent = chosen ? say("graph-selected", { name: `${kindName(chosen)}, ${cut(name(chosen), 200)}` }) : "";
    if (!chosen) return;
    panel.className = `panel ${chosen.group}`;
    const close = press("×", () => { choose(null); frame.focus(); }, "close");
    close.setAttribute("aria-label", inEnglish() ? "Close" : "Sluiten");
    const outside = chosen.said && chosen.outside ? make("span", { className: "muted" }, ` · ${say("graph-outside")}`) : "";
    const parts = chosen.said ? aboutStatement(chosen) : [make("h2", {}, name(chosen)), ...aboutNamed(chosen)];
    panel.append(close, make("p", {}, sign(chosen), outside), ...parts.filter(Boolean));
    panel.scrollTop = 0;
  };
  const choose = (node, focus = false) => {
    chosen = node && found.shown.has(node) ? node : null;
    setState({ kies: chosen?.key });
    light(); show();
    for (const button of by("list").querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.key === chosen?.key));
    if (chosen && scene) reveal(chosen, true); else beyond();
    network?.redraw();
    if (focus && chosen) panel.focus({ preventScroll: true });
  };

  // The same as a table.
  const list = () => {
    const place = (node) => (node.meeting || node).id;
    const rows = [...found.shown].sort((a, b) => a.said - b.said || place(a) - place(b) || a.key.localeCompare(b.key)).map((node) => {
      const near = new Set(found.edges.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : [])));
      const names = [...near].slice(0, 4).map((one) => cut(name(one), 45));
      const button = press(cut(name(node), 400), () => choose(node === chosen ? null : node, true));
      button.lang = ownTongue(node);
      button.dataset.key = node.key;
      button.setAttribute("aria-pressed", String(node === chosen));
      const moment = node.meeting ? when(node.meeting) : node.day ? long(node.day) : "";
      return make("tr", { className: node.group }, make("td", {}, sign(node)), make("td", {}, button), make("td", { className: "day" }, moment),
        make("td", {}, names.join("; "), near.size > 4 ? `; ${say("graph-and-more", { number: near.size - 4 })}` : ""));
    });
    by("list").querySelector("tbody").replaceChildren(...rows);
  };

  // What stands around it: title, legend, lines, choices, period.
  const options = (select, segment, segmentNodes, fixed) => {
    const list = segmentNodes.map((node) => [node.key.slice(segment.length + 1), name(node)]);
    if (segment !== "meeting") list.sort((a, b) => a[1].localeCompare(b[1], inEnglish() ? "en" : "nl"));
    select.replaceChildren(make("option", { value: "" }, `(${say("graph-nothing")})`), ...list.map(([value, label]) => make("option", { value }, cut(label, 70))));
    select.value = fixed ? fixed.key.slice(segment.length + 1) : "";
  };
  const scopeKey = (segment) => Object.keys(SCOPES).find((key) => SCOPES[key] === segment);
  const around = () => {
    const titled = (node) => (node ? cut(node.said ? when(node.meeting) : name(node), 90) : say("graph-unknown"));
    const parts = Object.entries(ask.fixed).map(([key, node]) => `${say(key === "kwestie" ? "issue" : "graph-title-" + key)} ${titled(node)}`);
    by("title").textContent = `: ${parts.join(", ") || say("graph-title-all")}`;
    by("about").textContent = say(found.whole ? "graph-about-all" : "graph-about-part");
    by("title-text").textContent = `${say("menu-graph")}${by("title").textContent}`;
    by("count").textContent = found.shown.size ? say("graph-shown", { shown: found.shown.size, all: found.all }) : say("graph-none");
    by("more").hidden = found.shown.size >= found.all;
    by("more").textContent = say(found.onlyParts ? "graph-parts" : "graph-more", { number: found.all - found.shown.size });
    // Of a kind that is switched off the number alone: that none is drawn is plain.
    const numbered = (kind) => {
      const shown = found.drawn[kind] || 0, all = found.counts[kind];
      return shown === all || ask.without.has(kind) ? all : say("graph-part-of", { shown, all });
    };
    const legend = Object.keys(data.kinds).filter((kind) => found.counts[kind]).map((kind) => {
      const sort = make("span", { className: `type ${kind}` }, data.kinds[kind][tongue()]);
      const button = make("button", { type: "button", dataset: { kind } }, sort, ` ${numbered(kind)}`);
      button.setAttribute("aria-pressed", String(!ask.without.has(kind)));
      button.addEventListener("click", () => {
        const off = new Set(ask.without);
        if (!off.delete(kind)) off.add(kind);
        setState({ zonder: [...off].join(",") });
        restore();
        by("legend").querySelector(`[data-kind=${kind}]`)?.focus();
      });
      return make("li", { className: kind }, button);
    });
    by("legend").replaceChildren(...legend);
    const kinds = found.whole ? [] : Object.keys(LOOKS).filter((look) => found.edges.some(({ kind }) => lookOf(kind) === look));
    const lineName = (kind) => (kind === "link" ? say("goes-back").toLowerCase() : kind === "about" ? say("issue") : data.names[kind][tongue()]);
    by("lines").replaceChildren(...kinds.map((kind) => make("span", { className: `line-${kind}` }, lineName(kind))));
    for (const select of document.querySelectorAll("[data-scope]")) {
      const segment = select.dataset.scope, known = (node) => node.times || Object.keys(node.into).some((kind) => kind !== "broader");
      options(select, segment, nodes.filter((node) => node.key.startsWith(`${segment}.`) && known(node)), ask.fixed[scopeKey(segment)]);
    }
    for (const [id, value] of [["from", ask.from], ["until", ask.until]]) {
      const range = by(id);
      range.max = Math.max(0, moments.length - 1); range.value = value;
      range.disabled = moments.length < 2;
      const text = moments[value] ? when(moments[value]) : "";
      by(`${id}-day`).textContent = text;
      range.setAttribute("aria-valuetext", text);
    }
    for (const button of document.querySelectorAll("#graph-png, #graph-svg, [data-zoom]")) button.disabled = !found.shown.size;
  };
  const spoken = () => {
    for (const element of document.querySelectorAll("[data-spoken]")) element.lang = tongue() ? "en" : "nl";
  };
  const listed = (on) => {
    by("list-button").setAttribute("aria-pressed", String(on));
    by("list").hidden = !on;
    document.querySelector(".canvas").hidden = on;
    if (!on) dispatchEvent(new Event("resize"));
    beyond();
  };

  const restore = () => {
    ask = asked();
    if (by("search").value !== ask.words) by("search").value = ask.words;
    found = select(ask);
    chosen = ask.chosen && found.shown.has(ask.chosen) ? ask.chosen : null;
    light(); around(); list(); show(); listed(ask.list); spoken();
    document.querySelector("#graph .canvas").hidden = !found.shown.size || ask.list;
    if (found.shown.size) { draw(); if (chosen) reveal(chosen); } else beyond();
    marked();
  };

  // Search: what is found lights up; a press on it goes there.
  const texts = new Map(nodes.map((node) => [node, stems(`${node.label.slice(0, 1000)} ${node.en || ""}`)]));
  const marked = () => {
    const wanted = by("search").value.trim(), fits = finder(wanted), hits = wanted ? nodes.filter((node) => fits(texts.get(node))) : [];
    spot = new Set(hits);
    by("found").hidden = !wanted;
    by("found-count").textContent = wanted ? (hits.length ? say("graph-found", { number: hits.length }) : say("graph-not-found")) : "";
    const chip = (node) => make("li", { className: node.group }, press(`${kindName(node)}: ${cut(name(node), 80)}`, () => visit(node), "chip"));
    by("found-list").replaceChildren(...hits.slice(0, 12).map(chip),
      hits.length > 12 ? make("li", { className: "muted" }, say("graph-and-more", { number: hits.length - 12 })) : "");
    network?.redraw();
  };
  by("search").addEventListener("input", () => { setState({ zoek: by("search").value }); marked(); });

  // The keys: to the nearest block in a direction.
  const step = (dx, dy) => {
    const all = [...scene.blocks.values()], here = scene.blocks.get(chosen);
    if (!here) return choose(all.find((one) => Object.values(ask.fixed).includes(one.node))?.node || all[0].node);
    const along = (one) => (one.x - here.x) * dx + (one.y - here.y) * dy, aside = (one) => Math.abs((one.x - here.x) * dy) + Math.abs((one.y - here.y) * dx);
    const far = (one) => along(one) + 2 * aside(one), ahead = all.filter((one) => along(one) > 8).sort((a, b) => far(a) - far(b));
    if (ahead.length) choose(ahead[0].node);
  };
  const zoom = (factor) => {
    const now = network.getScale();
    if (!factor) return view(true);
    network.moveTo({ scale: Math.min(4, Math.max(Math.min(0.15, now), now * factor)), animation: false });
    beyond();
  };
  const KEYS = {
    ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
    Enter: () => chosen && panel.focus(), "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), 0: () => zoom(0),
  };
  frame.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && chosen) { choose(null); frame.focus({ preventScroll: true }); } });
  // The wheel scrolls the page; with Ctrl it zooms.
  document.querySelector("#graph .canvas").addEventListener("wheel", (event) => { if (!event.ctrlKey) event.stopPropagation(); }, { capture: true });
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));

  for (const select of document.querySelectorAll("[data-scope]"))
    select.addEventListener("change", () => go({ [scopeKey(select.dataset.scope)]: select.value, uitspraak: null, kwestie: null, meer: null, kies: null }));
  const EVERYTHING = [...Object.keys(SCOPES), "zonder", "van", "tot", "meer", "kies", "zoek"];
  by("whole").addEventListener("click", () => go(Object.fromEntries(EVERYTHING.map((key) => [key, null]))));
  for (const id of ["from", "until"])
    by(id).addEventListener("input", () => {
      let [from, until] = [Number(by("from").value), Number(by("until").value)];
      if (from > until) id === "from" ? until = from : from = until;
      const slug = (place) => moments[place].key.slice(8);
      setState({ van: from ? slug(from) : null, tot: until < moments.length - 1 ? slug(until) : null });
      restore();
    });
  by("more").addEventListener("click", () => {
    setState({ meer: String(ask.most / data.most) });
    restore();
    if (by("more").hidden) frame.focus({ preventScroll: true });
  });
  by("list-button").addEventListener("click", () => { setState({ lijst: by("list").hidden ? "1" : null }); listed(by("list").hidden); });

  // SVG, and PNG made of it.
  const asSvg = () => {
    const ns = "http://www.w3.org/2000/svg", pad = 20, foot = 30;
    const width = Math.ceil(scene.width + 2 * pad), height = Math.ceil(scene.height + 2 * pad + foot);
    const node = (tag, attributes, text) => {
      const made = document.createElementNS(ns, tag);
      for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
      if (text !== undefined) made.textContent = text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ""); // which XML cannot hold
      return made;
    };
    const fontOf = (font) => {
      const [, weight, size] = /^(?:(\d+) )?([\d.]+)px/.exec(FONTS[font]);
      return { "font-size": size, "font-weight": weight || null };
    };
    const onLine = (behind) => ({ ...fontOf("small"), stroke: behind, "stroke-width": 5, "paint-order": "stroke" });
    const svg = node("svg", { xmlns: ns, width, height, viewBox: `${-pad} ${-pad} ${width} ${height}`, "font-family": family });
    svg.append(node("title", {}, by("title-text").textContent), node("rect", { x: -pad, y: -pad, width, height, fill: colours.paper }));
    for (const one of styled()) {
      const { path, colour, width: thick, opacity, look } = one;
      svg.append(node("path", { d: path, fill: "none", stroke: colour, "stroke-width": thick, "stroke-opacity": opacity, "stroke-dasharray": look.dash?.join(" ") }));
      if (one.look.arrow) svg.append(node("path", { d: one.head, fill: one.colour, "fill-opacity": one.opacity }));
    }
    for (const { x, text } of scene.gaps)
      svg.append(node("path", { d: `M${x},0V${scene.height}`, stroke: colours.line, "stroke-dasharray": "2 4" }),
        node("text", { ...onLine(colours.paper), fill: colours.muted, transform: `translate(${x + 4} 0) rotate(-90)`, "text-anchor": "end" }, text));
    for (const one of scene.blocks.values()) {
      const look = dressed(one), group = node("g", { opacity: look.opacity });
      const drawn = { d: one.path, fill: look.fill, stroke: look.edge, "stroke-width": look.width, "stroke-dasharray": look.dash.join(" ") || null };
      group.append(node("title", {}, cut(name(one.node), 500)), node("path", drawn));
      if (look.bar) group.append(node("path", { d: barOf(one), fill: look.bar }));
      for (const { text, font, x, y } of textsOf(one))
        group.append(node("text", { x, y, ...fontOf(font), fill: font === "head" ? look.head : look.text }, text));
      svg.append(node("path", { d: one.path, fill: colours.paper }), group); // dimmed, it still covers the lines behind it
    }
    for (const { text, left, top } of labels())
      svg.append(node("text", { x: left + 4, y: top + 12, ...onLine(colours.glow), fill: colours.ink }, text));
    const origin = [data.about.join(", "), by("title-text").textContent, say("graph-print"), "CC BY 4.0"].join(". ");
    svg.append(node("text", { x: 0, y: scene.height + foot, ...fontOf("small"), fill: colours.muted }, origin));
    return { svg, width, height };
  };
  const written = (svg) => new XMLSerializer().serializeToString(svg);
  by("svg").addEventListener("click", () => savePage("graaf.svg", "image/svg+xml", written(asSvg().svg)));
  by("png").addEventListener("click", () => {
    const { svg, width, height } = asSvg(), image = new Image();
    image.addEventListener("load", () => {
      const twice = Math.min(2, 8000 / Math.max(width, height));
      const canvas = make("canvas", { width: Math.round(width * twice), height: Math.round(height * twice) });
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => savePage("graaf.png", "image/png", blob), "image/png");
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(written(svg))}`;
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); network?.redraw(); });
  // On paper stands the whole graph, not the part that is in view.
  matchMedia("print").addEventListener("change", (event) => {
    readColours();
    by("print").replaceChildren(...(event.matches && found.shown.size ? [asSvg().svg] : []));
    network?.redraw();
  });
  let width = frame.clientWidth;
  new ResizeObserver(() => {
    if (!frame.clientWidth || frame.clientWidth === width) return;
    width = frame.clientWidth;
    draw();
    if (chosen) reveal(chosen);
  }).observe(frame);
  document.addEventListener("language", restore);
  addEventListener("hashchange", restore);
  readColours();
  restore();
}
