(function () {
  "use strict";
  var W = JSON.parse(document.getElementById("woorden").textContent);
  var LONG = 240, HEAD = 160;
  // Lists run to a hundred thousand rows: they are parsed when somebody first touches one, never before.

  function number(n) {
    return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, W.duizend);
  }
  function cents(v) {
    var s = String(Math.abs(v)).padStart(3, "0");
    return (v < 0 ? "-" : "") + number(s.slice(0, -2)) + W.komma + s.slice(-2);
  }
  function day(iso) {
    return W.taal === "en" ? iso : iso.slice(8, 10) + "-" + iso.slice(5, 7) + "-" + iso.slice(0, 4);
  }
  function shown(kind, v) {
    if (v === null || v === undefined) { return ""; }
    if (kind === "cent") { return cents(v); }
    if (kind === "num") { return v.replace(".", W.komma); }
    if (kind === "bool") { return v === "true" ? W.ja : W.nee; }
    if (kind === "moment") { return day(v.slice(0, 10)) + " " + v.slice(11); }
    return kind === "date" ? day(v) : String(v);
  }
  function sentence(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, key) { return values[key]; });
  }

  // The address of one finding in this page.
  function address(finding) {
    return "bevinding-" + encodeURIComponent(finding).replace(/%3A/g, ":");
  }
  function link(at, text) {
    var a = document.createElement("a");
    a.href = "#" + at;
    a.textContent = text;
    return a;
  }

  // The command that explains one finding. An id with anything unusual is left out: whoever pastes it would run it.
  function command(subject, kind, run) {
    if (!run || !kind || !/^[\p{L}\p{N}._:+@|,\/= ][\p{L}\p{N}._:+@|,\/= -]*$/u.test(subject)) { return ""; }
    var bare = /^[\p{L}\p{N}._:+@-]+$/u.test(subject);
    return "zpm-audit uitleg " + (bare ? subject : '"' + subject + '"') + " " + run + " --soort " + kind;
  }
  function explained(text, subject) {
    var box = document.createElement("details"), head = document.createElement("summary");
    var inside = document.createElement("div"), how = document.createElement("p"), code = document.createElement("code");
    box.className = "why";
    head.textContent = W.uitleg;
    head.setAttribute("aria-label", W.uitleg + " " + subject);
    how.textContent = W.uitleg_hoe;
    code.textContent = text;
    inside.append(how, code);
    box.append(head, inside);
    return box;
  }
  // Without the clipboard (an old browser, a page that may not use it) the text is selected, to be copied by hand.
  function addCopy(box) {
    var code = box.querySelector("code"), button = document.createElement("button"), told = document.createElement("span");
    button.type = "button";
    button.textContent = W.kopieer;
    told.setAttribute("aria-live", "polite");
    function select() {
      var range = document.createRange(), selection = getSelection();
      range.selectNodeContents(code);
      selection.removeAllRanges();
      selection.addRange(range);
      told.textContent = " " + W.kopieer_zelf;
    }
    button.addEventListener("click", function () {
      if (!navigator.clipboard) { select(); return; }
      navigator.clipboard.writeText(code.textContent).then(function () { told.textContent = " " + W.gekopieerd; }, select);
    });
    box.lastElementChild.append(button, told);
  }
  document.addEventListener("toggle", function (event) {
    var box = event.target;
    if (box.classList && box.classList.contains("why") && box.open && !box.querySelector("button")) { addCopy(box); }
  }, true);

  // What is folded opens around what is looked for.
  function unfold(element) {
    for (var box = element.closest("details"); box; box = box.parentElement.closest("details")) { box.open = true; }
  }

  function Column(packed) {
    var dict = packed.d, places = packed.i, plain = packed.v, kind = packed.k, lower = null, ranks = null;
    this.kind = kind;
    this.raw = function (row) {
      if (!dict) { return plain[row]; }
      return places[row] < 0 ? null : dict[places[row]];
    };
    this.text = function (row) { return shown(kind, this.raw(row)); };
    // A test per row; with a dictionary every distinct value is looked at once.
    this.has = function (needle) {
      lower = lower || (dict || plain).map(function (v) { return shown(kind, v).toLowerCase(); });
      if (!dict) { return function (row) { return lower[row].indexOf(needle) >= 0; }; }
      var hit = lower.map(function (t) { return t.indexOf(needle) >= 0; });
      return function (row) { return places[row] >= 0 && hit[places[row]]; };
    };
    // Numbers to sort by, empty ones NaN. Text that is all numbers sorts as numbers.
    this.ranks = function () {
      if (ranks) { return ranks; }
      var values = dict || plain, n = dict ? places.length : plain.length, keys = new Float64Array(values.length);
      var numeric = kind === "cent" || kind === "int" || kind === "num" || (kind === "text" && values.every(function (v) {
        return v === null || (v.trim() !== "" && isFinite(Number(v)));
      }));
      if (numeric) {
        values.forEach(function (v, k) { keys[k] = v === null ? NaN : Number(v); });
      } else {
        var order = Array.from(values.keys()).sort(function (a, b) {
          var x = values[a] || "", y = values[b] || "";
          return x < y ? -1 : x > y ? 1 : 0;
        });
        var rank = -1, before = null;
        order.forEach(function (k) {
          if (values[k] !== before) { rank += 1; before = values[k]; }
          keys[k] = values[k] === null ? NaN : rank;
        });
      }
      ranks = keys;
      if (dict) {
        ranks = new Float64Array(n);
        for (var r = 0; r < n; r += 1) { ranks[r] = places[r] < 0 ? NaN : keys[places[r]]; }
      }
      return ranks;
    };
  }

  function cell(text, css, at) {
    var td = document.createElement("td");
    td.className = css;
    if (text.length <= LONG) {
      if (at && text) { td.append(link(at, text)); } else { td.textContent = text; }
      return td;
    }
    var box = document.createElement("details"), head = document.createElement("summary"), whole = document.createElement("div");
    box.className = "long";
    head.textContent = sentence(W.lang, { begin: text.slice(0, HEAD), aantal: number(text.length) });
    whole.textContent = text;
    box.append(head, whole);
    td.append(box);
    return td;
  }

  function List(root) {
    var find = function (s) { return root.querySelector(s); }, all = function (s) { return Array.from(root.querySelectorAll(s)); };
    var heads = all("thead th"), body = find("tbody"), counter = find(".count-line");
    var css = heads.map(function (th) { return th.className; });
    var previous = find("[data-vorige]"), next = find("[data-volgende]"), size = find("[data-grootte]");
    var key = root.dataset.lijst, left = Number(root.dataset.weg), names = null, ids = null, subject = -1;
    var norm = Number(root.dataset.norm);
    var columns = null, rows = null, total = 0, page = 0, sorted = Number(root.dataset.sort), down = root.dataset.omlaag === "1", timer = null;

    function load() {
      if (columns) { return; }
      var packed = JSON.parse(document.getElementById("data-" + key).textContent);
      columns = packed.c.map(function (c) { return new Column(c); });
      names = packed.m;
      ids = packed.f;
      subject = packed.s;
      total = packed.n;
      rows = Array.from({ length: total }, function (_, k) { return k; });
    }
    function normOf(row) { return norm < 0 ? key : columns[norm].raw(row); }
    function idOf(row) { return ids ? ids[row] : normOf(row) + ":" + columns[subject].raw(row); }
    function chosen() {
      var tests = [], needle = find("[data-zoek]").value.trim().toLowerCase();
      all("[data-facet]").forEach(function (select) {
        if (select.value === "") { return; }
        var column = columns[Number(select.dataset.facet)], wanted = select.value;
        tests.push(function (row) { return String(column.raw(row)) === wanted; });
      });
      all("[data-vanaf],[data-tot]").forEach(function (input) {
        if (!input.value) { return; }
        var from = input.dataset.vanaf !== undefined;
        var column = columns[Number(from ? input.dataset.vanaf : input.dataset.tot)], bound = input.value;
        tests.push(function (row) { var v = column.raw(row); return v !== null && (from ? v >= bound : v <= bound); });
      });
      if (needle) {
        var hits = columns.map(function (c) { return c.has(needle); });
        tests.push(function (row) { return hits.some(function (hit) { return hit(row); }); });
      }
      var out = [];
      for (var row = 0; row < total; row += 1) {
        if (tests.every(function (test) { return test(row); })) { out.push(row); }
      }
      return out;
    }
    function sort() {
      if (sorted < 0) { return; }
      var keys = columns[sorted].ranks(), sign = down ? -1 : 1;
      // Empty values last, either way; equal values in the order of the report.
      rows.sort(function (a, b) {
        var x = keys[a], y = keys[b];
        if (x !== x || y !== y) { return x !== x && y !== y ? a - b : x !== x ? 1 : -1; }
        return x === y ? a - b : sign * (x - y);
      });
    }
    function draw() {
      var step = Number(size.value), pages = Math.max(1, Math.ceil(rows.length / step));
      page = Math.min(page, pages - 1);
      var from = page * step, part = rows.slice(from, from + step);
      body.replaceChildren.apply(body, part.map(function (row) {
        var tr = document.createElement("tr"), at = address(idOf(row));
        tr.id = at;
        columns.forEach(function (c, k) {
          var td = cell(c.text(row), css[k], k === subject ? at : k === norm ? normOf(row) : "");
          var asked = k === subject ? command(c.text(row), root.dataset.onderwerp || cellOf("onderwerp", row), root.dataset.run) : "";
          if (asked) { td.append(explained(asked, c.text(row))); }
          tr.append(td);
        });
        return tr;
      }));
      var values = { van: number(from + 1), tot: number(from + part.length), aantal: number(rows.length), alle: number(total) };
      var said = !rows.length ? W.geen_rijen : rows.length < total ? W.telling_gefilterd : W.telling;
      counter.textContent = sentence(said, values) + (left && rows.length < total ? " " + sentence(W.niet_hier, { weg: number(left) }) : "");
      previous.disabled = page === 0;
      next.disabled = page >= pages - 1;
      heads.forEach(function (th, k) {
        if (k === sorted) { th.setAttribute("aria-sort", down ? "descending" : "ascending"); } else { th.removeAttribute("aria-sort"); }
      });
    }
    function refresh() {
      load();
      rows = chosen();
      page = 0;
      sort();
      draw();
    }
    function later() {
      clearTimeout(timer);
      timer = setTimeout(refresh, 120);
    }

    function clear() {
      all(".filters input").forEach(function (input) { input.value = ""; });
      all("[data-facet]").forEach(function (select) { select.value = ""; });
      refresh();
    }

    heads.forEach(function (th, k) {
      var button = th.querySelector("button");
      button.disabled = false;
      button.addEventListener("click", function () {
        load();
        down = k === sorted ? !down : false;
        sorted = k;
        page = 0;
        sort();
        draw();
      });
    });
    previous.addEventListener("click", function () { load(); page -= 1; draw(); });
    next.addEventListener("click", function () { load(); page += 1; draw(); });
    size.addEventListener("change", function () { load(); page = 0; draw(); });
    all(".filters input").forEach(function (input) { input.addEventListener("input", later); });
    all("[data-facet]").forEach(function (select) { select.addEventListener("change", refresh); });
    find("[data-wis]").addEventListener("click", clear);
    next.disabled = Number(root.dataset.rijen) <= Number(size.value);
    all("[data-bediening]").forEach(function (part) { part.hidden = false; });

    function cellOf(name, row) {
      var k = names.indexOf(name);
      return k < 0 ? "" : columns[k].text(row);
    }
    return {
      kind: root.dataset.soort,
      left: left,
      // The rows in which every word occurs somewhere.
      matching: function (words) {
        load();
        var tests = words.map(function (word) {
          var hits = columns.map(function (c) { return c.has(word); }), whole = word.indexOf(":") > 0;
          var named = norm < 0 && key.toLowerCase().indexOf(word) >= 0;
          return function (row) {
            return named || hits.some(function (hit) { return hit(row); }) || (whole && idOf(row).toLowerCase().indexOf(word) >= 0);
          };
        });
        var out = [];
        for (var row = 0; row < total; row += 1) {
          if (tests.every(function (test) { return test(row); })) { out.push(row); }
        }
        return out;
      },
      about: function (row) {
        return {
          norm: normOf(row), id: idOf(row), subject: subject < 0 ? idOf(row) : columns[subject].text(row),
          day: cellOf("uiterste_datum", row) || cellOf("datum", row), text: cellOf("toelichting", row)
        };
      },
      // Show the row of one finding; false where this list does not hold it.
      show: function (id) {
        if (norm < 0 && id.indexOf(key + ":") !== 0) { return false; }
        load();
        var at = -1;
        for (var row = 0; row < total && at < 0; row += 1) { if (idOf(row) === id) { at = row; } }
        if (at < 0) { return false; }
        clear();
        page = Math.floor(rows.indexOf(at) / Number(size.value));
        draw();
        var tr = document.getElementById(address(id));
        unfold(tr);
        tr.classList.add("found");
        tr.tabIndex = -1;
        tr.focus({ preventScroll: true });
        tr.scrollIntoView({ block: "center" });
        return true;
      }
    };
  }

  // One search over the norms and over all findings in this page.
  function Search(root, lists, norms) {
    var find = function (s) { return root.querySelector(s); };
    var input = find("[data-zoekalles]"), counter = find(".count-line"), table = find("[data-gevonden]"), body = find("tbody");
    var more = find("[data-meer]"), named = find("[data-normen]"), hits = [], shown = 0, timer = null;
    var left = lists.reduce(function (sum, list) { return sum + list.left; }, 0);

    function next() {
      hits.slice(shown, shown + 50).forEach(function (hit) {
        var about = hit.list.about(hit.row), tr = document.createElement("tr");
        tr.append(
          cell(about.norm, "tight", about.norm), cell(hit.list.kind, "tight"), cell(about.subject, "half", address(about.id)),
          cell(about.day, "date tight"), cell(about.text, "wide")
        );
        body.append(tr);
      });
      shown = Math.min(shown + 50, hits.length);
      more.hidden = shown >= hits.length;
    }
    function refresh() {
      var words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      hits = [];
      shown = 0;
      body.replaceChildren();
      named.replaceChildren();
      if (words.length) {
        lists.forEach(function (list) { list.matching(words).forEach(function (row) { hits.push({ list: list, row: row }); }); });
        norms.filter(function (norm) {
          return words.every(function (word) { return norm.text.indexOf(word) >= 0; });
        }).forEach(function (norm) {
          var li = document.createElement("li");
          li.append(link(norm.id, norm.id), " " + norm.title);
          named.append(li);
        });
      }
      var told = words.length ? sentence(hits.length ? W.gevonden : W.niets_gevonden, { aantal: number(hits.length) }) : "";
      counter.textContent = told + (told && left ? " " + sentence(W.niet_hier, { weg: number(left) }) : "");
      table.hidden = !hits.length;
      next();
    }
    input.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(refresh, 150);
    });
    more.addEventListener("click", next);
    find("[data-bediening]").hidden = false;
    return { missing: function (id) { counter.textContent = sentence(W.bevinding_weg, { id: id }); counter.scrollIntoView({ block: "center" }); } };
  }

  function Norms(root) {
    var boxes = Array.from(root.querySelectorAll("article.norm > details"));
    root.querySelector("[data-open]").addEventListener("click", function () { boxes.forEach(function (box) { box.open = true; }); });
    root.querySelector("[data-dicht]").addEventListener("click", function () { boxes.forEach(function (box) { box.open = false; }); });
    root.querySelector("[data-bediening]").hidden = false;
  }

  function Matrix(root) {
    var find = function (s) { return root.querySelector(s); };
    var framework = find("[data-kaderkeuze]"), kind = find("[data-dekkingkeuze]"), counter = find(".count-line");
    var sections = Array.from(root.querySelectorAll("[data-kader]"));
    var all = root.querySelectorAll("[data-dekking]").length;

    function refresh() {
      var shown = 0;
      sections.forEach(function (section) {
        var mine = 0, wanted = !framework.value || section.dataset.kader === framework.value;
        section.querySelectorAll("[data-dekking]").forEach(function (norm) {
          norm.hidden = !(wanted && (!kind.value || norm.dataset.dekking === kind.value));
          mine += norm.hidden ? 0 : 1;
        });
        section.hidden = !mine;
        shown += mine;
      });
      counter.textContent = sentence(W.nm_telling, { aantal: number(shown), alle: number(all) });
    }
    framework.addEventListener("change", refresh);
    kind.addEventListener("change", refresh);
    find("[data-wis]").addEventListener("click", function () {
      framework.value = "";
      kind.value = "";
      refresh();
    });
    find("[data-bediening]").hidden = false;
  }

  document.querySelectorAll("[data-matrix]").forEach(function (root) { Matrix(root); });
  document.querySelectorAll("[data-normlijst]").forEach(function (root) { Norms(root); });
  var lists = Array.from(document.querySelectorAll("[data-lijst]"), function (root) { return List(root); });
  var norms = Array.from(document.querySelectorAll("article.norm h4"), function (head) {
    return { id: head.id, title: head.textContent, text: (head.id + " " + head.textContent).toLowerCase() };
  });
  var search = Search(document.querySelector("[data-zoeken]"), lists, norms);

  // Whatever an address points at is shown, also when it is folded or on another page of a list.
  function follow() {
    var at = location.hash.slice(1), plain = at;
    try { plain = decodeURIComponent(at); } catch (wrong) { plain = at; }
    document.querySelectorAll(".found").forEach(function (row) { row.classList.remove("found"); });
    if (plain.indexOf("bevinding-") === 0) {
      var id = plain.slice(10);
      if (!lists.some(function (list) { return list.show(id); })) { search.missing(id); }
      return;
    }
    var target = document.getElementById(plain);
    if (target) {
      unfold(target);
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", follow);
  // The same address again: no event comes of it.
  document.addEventListener("click", function (event) {
    var a = event.target.closest("a[href^='#']");
    if (a && a.getAttribute("href") === location.hash) { follow(); }
  });
  if (location.hash.length > 1) { follow(); }
})();
