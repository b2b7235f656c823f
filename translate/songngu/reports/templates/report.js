(() => {
  "use strict";
  const PAGE = 50;
  const byId = (id) => document.getElementById(id);
  const list = byId("segments");
  const count = byId("count");
  const controls = ["query", "document", "show", "highest", "order"].map(byId);
  const [query, chosen, show, highest, order] = controls;
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(/Đ/g, "D").toLowerCase();
  const segments = Array.from(list.children, (node, index) => ({ node, index, score: Number(node.dataset.score), text: null, bare: null }));
  let matching = segments;
  let page = 0;

  document.querySelectorAll(".needs-script").forEach((node) => { node.hidden = false; });

  // A query with marks is searched as it is, one without also finds words with marks: "lang son" finds "Lạng Sơn".
  const contains = (segment, wanted, bare) => {
    if (segment.text === null) {
      segment.text = segment.node.textContent.normalize("NFC").toLowerCase();
      segment.bare = plain(segment.text);
    }
    return bare ? segment.bare.includes(wanted) : segment.text.includes(wanted);
  };

  const select = () => {
    const typed = query.value.normalize("NFC").trim().toLowerCase();
    const bare = plain(typed) === typed;
    const limit = highest.value === "" ? 100 : Number(highest.value);
    matching = segments.filter(({ node, score }, index) =>
      (!chosen.value || node.dataset.document === chosen.value) &&
      (!show.value || show.value in node.dataset) &&
      score <= limit &&
      (!typed || contains(segments[index], typed, bare)));
    if (order.value === "worst") {
      matching = matching.slice().sort((a, b) => a.score - b.score || a.index - b.index);
    }
    page = 0;
    draw();
  };

  const draw = () => {
    const pages = Math.max(1, Math.ceil(matching.length / PAGE));
    const shown = matching.slice(page * PAGE, (page + 1) * PAGE);
    list.replaceChildren(...shown.map(({ node }) => node));
    const { page: word, of, segments: unit, nothing } = count.dataset;
    count.textContent = matching.length
      ? `${matching.length} ${of} ${segments.length} ${unit.toLowerCase()}. ${word} ${page + 1} ${of} ${pages}.`
      : nothing;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page >= pages - 1;
  };

  const turn = (step) => {
    page += step;
    draw();
    byId("reading-title").scrollIntoView();
  };

  // A link to a segment that is on another page, or filtered out, brings it back.
  const follow = () => {
    const found = /^#s(\d+)$/.exec(location.hash);
    const segment = found && segments[Number(found[1]) - 1];
    if (!segment) { return; }
    if (!matching.includes(segment)) {
      byId("filters").reset();
      select();
    }
    page = Math.floor(matching.indexOf(segment) / PAGE);
    draw();
    segment.node.scrollIntoView();
    segment.node.tabIndex = -1;
    segment.node.focus({ preventScroll: true });
  };

  // Spreadsheets run cells that begin with these characters as formulas.
  const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replace(/"/g, '""')}"`;
  const save = () => {
    const rows = matching.map(({ node, index, score }) => {
      const texts = Array.from(node.querySelectorAll(".columns p"), (part) => part.textContent);
      const findings = Array.from(node.querySelectorAll(".findings li"), (part) => part.textContent).join("; ");
      return [String(index + 1), node.dataset.document, String(score), ...texts.slice(0, 3), findings].map(cell).join(",");
    });
    const heads = Array.from(segments[0].node.querySelectorAll("h4"), (head) => head.textContent);
    const first = ["#", "document", "chrF", ...heads, "findings"].map(cell).join(",");
    const url = URL.createObjectURL(new Blob(["\ufeff" + [first, ...rows].join("\r\n") + "\r\n"], { type: "text/csv" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: "segments.csv" });
    link.click();
    URL.revokeObjectURL(url);
  };

  const theme = byId("theme");
  const root = document.documentElement;
  const remember = (value) => { try { localStorage.setItem("songngu-theme", value); } catch { /* private mode */ } };
  try { root.dataset.theme = localStorage.getItem("songngu-theme") || ""; } catch { /* private mode */ }
  if (!root.dataset.theme) { delete root.dataset.theme; }
  theme.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    remember(root.dataset.theme);
  });

  let waiting = 0;
  const soon = (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(select, event.target === query ? 120 : 0);
  };
  byId("filters").addEventListener("input", soon);
  byId("filters").addEventListener("change", soon);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  byId("export").addEventListener("click", save);
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => list.replaceChildren(...matching.map(({ node }) => node)));
  addEventListener("afterprint", draw);
  draw();
  follow();
})();
