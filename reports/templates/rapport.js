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
    return kind === "cent" ? cents(v) : kind === "date" ? day(v) : String(v);
  }
  function sentence(text, values) {
    return text.replace(/\{(\w+)\}/g, function (_, key) { return values[key]; });
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
      var numeric = kind === "cent" || kind === "int" || (kind === "text" && values.every(function (v) {
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

  function cell(kind, text, css) {
    var td = document.createElement("td");
    td.className = css;
    if (text.length <= LONG) { td.textContent = text; return td; }
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
    var columns = null, rows = null, total = 0, page = 0, sorted = Number(root.dataset.sort), down = root.dataset.omlaag === "1", timer = null;

    function load() {
      if (columns) { return; }
      var packed = JSON.parse(document.getElementById("data-" + root.dataset.lijst).textContent);
      columns = packed.c.map(function (c) { return new Column(c); });
      total = packed.n;
      rows = Array.from({ length: total }, function (_, k) { return k; });
    }
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
        var tr = document.createElement("tr");
        columns.forEach(function (c, k) { tr.append(cell(c.kind, c.text(row), css[k])); });
        return tr;
      }));
      var values = { van: number(from + 1), tot: number(from + part.length), aantal: number(rows.length), alle: number(total) };
      counter.textContent = sentence(!rows.length ? W.geen_rijen : rows.length < total ? W.telling_gefilterd : W.telling, values);
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
    find("[data-wis]").addEventListener("click", function () {
      all(".filters input").forEach(function (input) { input.value = ""; });
      all("[data-facet]").forEach(function (select) { select.value = ""; });
      refresh();
    });
    next.disabled = Number(root.dataset.rijen) <= Number(size.value);
    all("[data-bediening]").forEach(function (part) { part.hidden = false; });
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
  document.querySelectorAll("[data-lijst]").forEach(function (root) { List(root); });
})();
