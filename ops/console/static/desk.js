// The desk's one script: keeps a room live over server-sent events, tails the log, and serves the keyboard.
// Everything works without it, but for what is live. Text of articles only ever becomes text nodes.

const WINDOW = 500; // log lines on the page; older ones make room
const pulse = document.querySelector("[data-pulse]");

function say(text, lost = false) {
  pulse.hidden = false;
  pulse.textContent = text;
  pulse.classList.toggle("lost", lost);
}

function listen(url, events) {
  const source = new EventSource(url);
  source.addEventListener("open", () => say("live"));
  source.addEventListener("error", () => say(source.readyState === EventSource.CLOSED ? "stopped; reload the page" : "lost; trying again", true));
  for (const [name, take] of Object.entries(events)) {
    source.addEventListener(name, (event) => take(JSON.parse(event.data)));
  }
  addEventListener("pagehide", () => source.close());
  return source;
}

// Now: each section that has changed is replaced as a whole; the focus stays where it was.
function liveSections(room) {
  listen(room.dataset.live, {
    sections(changed) {
      for (const [name, html] of Object.entries(changed)) {
        const section = room.querySelector(`[data-section="${CSS.escape(name)}"]`);
        const focused = section.contains(document.activeElement) && document.activeElement.getAttribute("href");
        section.innerHTML = html; // drawn and escaped by our own templates
        if (focused) section.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
      }
    },
  });
}

// Log: lines come in batches; what would not fit into the window is only counted.
function tail(box) {
  const list = box.querySelector("ol");
  const row = document.querySelector("#log-line").content.firstElementChild;
  const dropped = document.querySelector("[data-dropped]");
  const hold = document.querySelector("[data-hold]");
  let waiting = [];
  let unshown = 0;

  function drawn(line) {
    const one = row.cloneNode(true);
    one.className = line.level;
    one.querySelector("time").textContent = line.time;
    one.querySelector(".wire").textContent = line.wire;
    const event = one.querySelector(".event");
    event.textContent = line.word;
    if (line.verdict) event.classList.add("verdict", `k-${line.verdict}`);
    one.querySelector(".text").textContent = line.text;
    one.querySelector(".aside").textContent = line.aside;
    const link = one.querySelector("a");
    if (line.story) link.href = `/desk/stories/${encodeURIComponent(line.story)}`;
    else link.remove();
    return one;
  }

  function show(lines) {
    const atEnd = box.scrollTop + box.clientHeight > box.scrollHeight - 40;
    list.append(...lines.slice(-WINDOW).map(drawn));
    while (list.childElementCount > WINDOW) list.firstElementChild.remove();
    if (atEnd) box.scrollTop = box.scrollHeight;
    dropped.textContent = unshown ? `${unshown.toLocaleString("en")} passed by unshown` : "";
  }

  hold.hidden = false;
  hold.addEventListener("click", () => {
    const held = hold.getAttribute("aria-pressed") !== "true";
    hold.setAttribute("aria-pressed", String(held));
    hold.textContent = held ? "Go on" : "Hold";
    if (!held) show(waiting.splice(0));
  });
  box.scrollTop = box.scrollHeight;
  listen(box.dataset.tail, {
    lines({ lines, dropped: missed }) {
      unshown += missed;
      if (hold.getAttribute("aria-pressed") === "true") {
        waiting.push(...lines);
        unshown += Math.max(0, waiting.length - WINDOW);
        waiting = waiting.slice(-WINDOW);
        hold.textContent = `Go on (${waiting.length} wait)`;
      } else {
        show(lines);
      }
    },
  });
}

// Quarantine: one box chooses all that are shown.
function chooseAll(box) {
  box.closest("label").hidden = false;
  box.addEventListener("change", () => {
    for (const one of document.querySelectorAll("input[name=id]")) one.checked = box.checked;
  });
}

// Keyboard: / goes to the search, g and a letter to a room. Nothing happens while one types.
const ROOMS = { n: "/", s: "/desk/stories", q: "/desk/quarantine", l: "/desk/log" };
let going = 0;
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    event.preventDefault();
    if (search) search.focus();
    else location.assign("/desk/stories?focus=1");
  } else if (event.key === "g") {
    going = Date.now();
  } else if (Date.now() - going < 1500 && ROOMS[event.key]) {
    location.assign(ROOMS[event.key]);
  }
});

const room = document.querySelector("[data-live]");
const box = document.querySelector("[data-tail]");
const every = document.querySelector("[data-choose-all]");
if (room) liveSections(room);
if (box) tail(box);
if (every) chooseAll(every);
if (new URLSearchParams(location.search).has("focus")) document.querySelector("[data-search]")?.focus();
