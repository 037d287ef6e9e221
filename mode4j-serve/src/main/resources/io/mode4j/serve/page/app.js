// The page: plain modules, no library. What the server says is put in as text, never as HTML.
const $ = id => document.getElementById(id);
const VIEWS = ["search", "classify", "clusters"];
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const state = { key: "", like: null, searching: 0, searchable: false, clusters: null };

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const say = text => { $("said").textContent = text; };

async function ask(path, body) {
  const headers = state.key ? { Authorization: "Bearer " + state.key } : {};
  const options = body === undefined ? { headers } : { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(path, options);
  if (response.status === 401) {
    $("key-form").hidden = false;
    $("key").focus();
  }
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    throw new Error(said.error ? said.error.message : "the server answered " + response.status);
  }
  return response;
}

/** Pictures are asked for with the key, which an img element cannot send. */
async function show(image, path) {
  try {
    image.src = URL.createObjectURL(await (await ask(path)).blob());
    image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
  } catch (e) {
    image.alt += " (" + e.message + ")";
  }
}

const dataUri = file => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(new Error("the file cannot be read"));
  reader.readAsDataURL(file);
});

const percent = value => (100 * value).toFixed(1) + " %";

function bars(caption, rows) {
  const body = element("tbody");
  for (const [name, value, note] of rows) {
    body.append(element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, element("meter", { min: 0, max: 1, value, "aria-label": name + ", " + percent(value) })),
      element("td", { class: "number" }, percent(value)), element("td", {}, note ?? "")));
  }
  return element("table", {}, element("caption", {}, caption), body);
}

function weightRows(why) {
  return Object.entries(why.weights).map(([expert, weight]) => [expert, weight, why.nearest.some(n => n.expert === expert) ? "has the nearest data" : ""]);
}

/** What of the training data something is most like. */
const nearestData = nearest => nearest.cluster === undefined ? "data of " + nearest.expert
  : `cluster ${nearest.cluster} of ${nearest.expert}` + (nearest.words.length ? " (" + nearest.words.join(", ") + ")" : "") + `, at distance ${nearest.distance.toFixed(3)}`;

// Search

async function search() {
  const asked = ++state.searching;
  const question = { k: Number($("k").value) || 24, deduplicate: $("deduplicate").checked, explain: true };
  for (const field of ["text", "words", "where"]) if ($(field).value.trim()) question[field] = $(field).value.trim();
  if (state.like) question[state.like.id === undefined ? "image" : "id"] = state.like.id ?? state.like.image;
  if (!question.text && !question.words && !state.like) return say("Say what the pictures show, or give one.");
  say("Searching …");
  try {
    const answer = await (await ask("v1/search", question)).json();
    if (asked !== state.searching) return; // a newer question is under way
    say(answer.results.length + " of " + answer.pictures.toLocaleString("en") + " pictures");
    $("found").replaceChildren(...answer.results.map(found));
    explain(answer.experts);
  } catch (e) {
    say(e.message);
  }
}

function found(result) {
  const caption = result.captions[0] ?? result.key;
  const image = element("img", { alt: caption, width: 256, height: 256 });
  show(image, `v1/pictures/${result.id}/thumbnail`);
  const more = element("button", { type: "button", class: "plain", "aria-label": "More like this: " + caption }, "More like this");
  more.addEventListener("click", () => like({ id: String(result.id) }, image.src));
  const score = result.similarity.toFixed(3) + (result.copies > 1 ? ", " + result.copies + " copies" : "");
  return element("li", {}, element("figure", {}, image, element("figcaption", {}, caption, " ", element("span", { class: "score" }, score), element("br"), more)));
}

function explain(why) {
  $("why").hidden = !why || !why.weights;
  if ($("why").hidden) return;
  $("why").replaceChildren(element("details", {}, element("summary", {}, "Which experts answered"), bars("Weights of the experts", weightRows(why)),
    element("p", {}, "The question is nearest to " + nearestData(why.nearest[0]) + ".")));
}

function like(what, preview) {
  state.like = what;
  $("like").hidden = !what;
  if (what) {
    if (what.id !== undefined) show($("like-image"), `v1/pictures/${what.id}/thumbnail`);
    else $("like-image").src = preview;
    search();
  }
}

// Classify

async function classify(files) {
  const labels = $("labels").value.split(",").map(label => label.trim()).filter(Boolean);
  if (!labels.length) return say("Give labels, separated by commas.");
  if (!files.length) return say("Choose pictures, or drop some here.");
  say("Looking …");
  try {
    const images = await Promise.all(files.map(dataUri));
    const answer = await (await ask("v1/classify", { labels, images, templates: [$("template").value], explain: true })).json();
    say(files.length === 1 ? "1 picture" : files.length + " pictures");
    $("classified").replaceChildren(...answer.results.map((result, i) => classified(labels, result, images[i], files[i].name)));
    $("weights").hidden = !answer.weights;
    if (answer.weights) $("weights").replaceChildren(bars("Weights of the experts for these labels", weightRows(answer)),
      element("ul", {}, ...answer.nearest.map(nearest => element("li", {}, `${nearest.label}: ${nearestData(nearest)}`))));
  } catch (e) {
    say(e.message);
  }
}

function classified(labels, result, image, name) {
  const order = labels.map((_, k) => k).sort((a, b) => result.probabilities[b] - result.probabilities[a]).slice(0, 5);
  const parts = [bars("All together", order.map(k => [labels[k], result.probabilities[k]]))];
  if (result.experts) {
    const head = element("tr", {}, element("th", { scope: "col" }, "expert"), ...order.map(k => element("th", { scope: "col" }, labels[k])));
    const rows = Object.entries(result.experts).map(([expert, said]) => element("tr", {}, element("th", { scope: "row" }, expert), ...order.map(k => element("td", {}, percent(said[k])))));
    parts.push(element("details", {}, element("summary", {}, "Each expert by itself"), element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows))));
  }
  return element("li", {}, element("figure", {}, element("img", { alt: name, src: image }), element("figcaption", {}, name, ...parts)));
}

// Clusters

async function clusters() {
  if (state.clusters) return;
  try {
    state.clusters = await (await ask("v1/clusters")).json();
    draw(state.clusters);
  } catch (e) {
    $("clusters-say").textContent = e.message;
    $("map").hidden = true;
  }
}

function draw(map) {
  const { clusters } = map;
  const xs = clusters.map(c => c.x), ys = clusters.map(c => c.y);
  const middle = values => (Math.max(...values) + Math.min(...values)) / 2, span = values => Math.max(1e-12, Math.max(...values) - Math.min(...values));
  const scale = Math.min(800 / span(xs), 460 / span(ys)), most = Math.max(1, ...clusters.map(c => c.pairs));
  const px = c => 450 + scale * (c.x - middle(xs)), py = c => 280 + scale * (c.y - middle(ys)), radius = c => Math.max(4, 20 * Math.min(1, Math.sqrt(96 / clusters.length)) * Math.sqrt(c.pairs / most));
  $("clusters-say").textContent = `Each circle is a fine cluster, its area the number of pairs, its colour its expert. The two directions show ${percent(map.shown)} of the variance of the centres.`;
  const order = [...clusters].sort((a, b) => b.pairs - a.pairs);
  const circles = order.map(c => {
    const said = `Cluster ${c.number}, expert-${c.expert}, ${c.pairs.toLocaleString("en")} pairs` + (c.words.length ? ": " + c.words.join(", ") : "");
    const circle = svg("circle", { cx: px(c), cy: py(c), r: radius(c), class: "e" + c.expert % 8, tabindex: 0, role: "button", "aria-label": said }, svg("title", {}, said));
    const choose = () => {
      document.querySelectorAll("#map .chosen").forEach(other => other.classList.remove("chosen"));
      circle.classList.add("chosen");
      chosen(c, said);
    };
    circle.addEventListener("click", choose);
    circle.addEventListener("keydown", e => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); choose(); } });
    return circle;
  });
  const taken = [];
  const words = order.filter(c => c.words.length).map(c => ({ text: c.words[0], x: px(c), y: py(c) - radius(c) - 4, half: 3.4 * c.words[0].length }))
    .filter(w => w.y > 14 && w.x > w.half && w.x < 900 - w.half && taken.length < 24 && taken.every(t => t.text !== w.text && (Math.abs(t.x - w.x) > t.half + w.half + 4 || Math.abs(t.y - w.y) > 15)) && taken.push(w))
    .map(w => svg("text", { x: w.x, y: w.y }, w.text));
  $("map").replaceChildren(...circles, ...words);
  const experts = [...new Set(clusters.map(c => c.expert))].sort((a, b) => a - b);
  $("legend").replaceChildren(...experts.map(e => element("li", {}, svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("circle", { cx: 5, cy: 5, r: 5, class: "e" + e % 8 })), " expert-" + e)));
}

function chosen(cluster, said) {
  const parts = [element("p", {}, said)];
  if (state.searchable && cluster.words.length) {
    const button = element("button", { type: "button" }, "Search pictures of it");
    button.addEventListener("click", () => {
      $("text").value = cluster.words.slice(0, 3).join(" ");
      like(null);
      location.hash = "search";
      search();
    });
    parts.push(button);
  }
  $("cluster").replaceChildren(...parts);
}

// The frame

function view() {
  const asked = location.hash.slice(1);
  const name = VIEWS.includes(asked) ? asked : state.searchable ? "search" : "classify";
  for (const one of VIEWS) {
    $(one).hidden = one !== name;
    const link = document.querySelector(`nav a[href="#${one}"]`);
    if (one === name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  say(name === "search" && !state.searchable ? "No index is served: mode4j search build makes one, serve --index takes it." : "");
  if (name === "clusters") clusters();
}

const picturesIn = transfer => [...(transfer?.files ?? [])].filter(file => TYPES.includes(file.type));

async function given(files) {
  if (!files.length) return;
  if ($("search").hidden) classify(files);
  else {
    const image = await dataUri(files[0]);
    like({ image }, image);
  }
}

async function begin() {
  try {
    const model = (await (await ask("v1/models")).json()).data[0];
    state.searchable = model.index !== undefined;
    $("served").textContent = model.id + (model.experts.length ? `, ${model.experts.length} experts` : "") + (model.index ? `, index ${model.index}` : "");
    $("key-form").hidden = true;
  } catch (e) {
    say(e.message);
  }
  view();
}

$("search-form").addEventListener("submit", e => { e.preventDefault(); search(); });
$("picture").addEventListener("change", () => given([...$("picture").files]));
$("forget").addEventListener("click", () => { like(null); $("picture").value = ""; $("text").focus(); });
$("classify-form").addEventListener("submit", e => { e.preventDefault(); classify([...$("pictures").files]); });
$("key-form").addEventListener("submit", e => { e.preventDefault(); state.key = $("key").value.trim(); begin(); });
document.addEventListener("paste", e => given(picturesIn(e.clipboardData)));
for (const name of ["search", "classify"]) {
  $(name).addEventListener("dragover", e => { e.preventDefault(); $(name).classList.add("dropping"); });
  $(name).addEventListener("dragleave", () => $(name).classList.remove("dropping"));
  $(name).addEventListener("drop", e => { e.preventDefault(); $(name).classList.remove("dropping"); given(picturesIn(e.dataTransfer)); });
}
addEventListener("hashchange", view);
begin();
