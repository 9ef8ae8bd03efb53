(function () {
  "use strict";
  // Lists of thousands of rows: searched, filtered, sorted and shown a page at a time, with nothing fetched.
  var lists = {};

  function text(tag, words, className) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    made.textContent = words;
    return made;
  }

  function tag(cell, kind, words) {
    cell.appendChild(text("span", words, "tag " + kind));
    cell.appendChild(document.createTextNode(" "));
  }

  function columns(data) {
    // A column is a plain list, or the few values that it has with the number of the value for each row.
    var get = {};
    Object.keys(data.columns).forEach(function (name) {
      var column = data.columns[name];
      get[name] = Array.isArray(column)
        ? function (row) { return column[row]; }
        : function (row) { return column.values[column.codes[row]]; };
    });
    return get;
  }

  var draw = {
    issues: function (get, row, line) {
      var state = line.insertCell();
      tag(state, get.state(row), get.state_words(row));
      tag(state, get.severity(row), get.severity_words(row));
      if (get.until(row)) state.appendChild(text("span", "until " + get.until(row) + ": " + get.reason(row), "sub"));
      var rule = line.insertCell();
      rule.className = "long";
      rule.appendChild(text("span", get.rule(row) + " ", "code"));
      rule.appendChild(text("span", get.title(row), "title"));
      rule.appendChild(text("span", get.message(row), ""));
      rule.lastChild.style.display = "block";
      rule.appendChild(text("span", "To do: " + get.remedy(row), "sub"));
      var place = line.insertCell();
      place.className = "place";
      place.textContent = get.place(row);
      var file = get.file(row) ? ", " + get.month(row) + ", file " + get.file(row) : "";
      place.appendChild(text("span", get.table(row) + file, "sub"));
      line.insertCell().appendChild(text("span", get.record(row), "key"));
      line.insertCell().textContent = get.indicators(row);
      line.insertCell().textContent = get.mends(row);
      line.insertCell().appendChild(text("span", get.first_seen(row), "whole"));
      var age = line.insertCell();
      age.className = "n";
      age.textContent = get.age(row);
      line.insertCell().appendChild(text("span", get.issue(row), "key"));
    },
    records: function (get, row, line) {
      var head = document.createElement("th");
      head.scope = "row";
      head.appendChild(text("span", get.record(row), "key"));
      line.appendChild(head);
      var count = line.insertCell();
      count.className = "n";
      count.textContent = get.count(row);
      tag(line.insertCell(), get.worst(row), get.worst_words(row));
      line.insertCell().textContent = get.tables(row);
      line.insertCell().textContent = get.rules(row);
      var places = line.insertCell();
      places.className = "place";
      places.textContent = get.places(row);
      var age = line.insertCell();
      age.className = "n";
      age.textContent = get.oldest(row);
      var cell = line.insertCell();
      var show = text("button", "Show", "");
      show.type = "button";
      show.setAttribute("aria-label", "Show the issues of record " + get.record(row));
      show.addEventListener("click", function () { lists.issues.only({}, get.record(row)); });
      cell.appendChild(show);
    },
    changed: function (get, row, line) {
      line.insertCell().textContent = get.table(row);
      line.insertCell().textContent = get.what(row);
      line.insertCell().appendChild(text("span", get.record(row), "key"));
      line.insertCell().textContent = get.month(row);
      line.insertCell().appendChild(text("span", get.place(row), "place"));
      line.insertCell().textContent = get.columns(row);
    }
  };

  function List(root, data) {
    var self = this;
    var name = root.dataset.list;
    var get = columns(data);
    var body = root.querySelector("tbody");
    var told = root.querySelector(".told");
    var search = root.querySelector("input[type=search]");
    var size = root.querySelector("select[data-size]");
    var selects = Array.prototype.slice.call(root.querySelectorAll("select[data-filter]"));
    var headings = Array.prototype.slice.call(root.querySelectorAll("th[data-sort]"));
    var previous = root.querySelector("[data-step='-1']");
    var next = root.querySelector("[data-step='1']");
    var searched = null;
    var order = null;
    var matching = [];
    var page = 0;

    function haystacks() {
      if (!searched) {
        var all = data.search.map(function (column) { return get[column]; });
        searched = [];
        for (var row = 0; row < data.rows; row += 1) {
          var parts = [];
          for (var n = 0; n < all.length; n += 1) parts.push(all[n](row));
          searched.push(parts.join("\n").toLowerCase());
        }
      }
      return searched;
    }

    function keeps(select) {
      var wanted = select.value;
      var column = get[select.dataset.filter];
      if (!wanted) return null;
      if (select.dataset.filter === "state" && wanted === "open") {
        return function (row) { return data.open.indexOf(column(row)) >= 0; };
      }
      if (select.dataset.filter === "indicators") {
        return function (row) { return (", " + column(row) + ",").indexOf(", " + wanted + ",") >= 0; };
      }
      return function (row) { return column(row) === wanted; };
    }

    function match() {
      var tests = selects.map(keeps).filter(Boolean);
      var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length) {
        var hay = haystacks();
        tests.push(function (row) {
          return words.every(function (word) { return hay[row].indexOf(word) >= 0; });
        });
      }
      matching = [];
      for (var row = 0; row < data.rows; row += 1) {
        var fits = true;
        for (var n = 0; n < tests.length && fits; n += 1) fits = tests[n](row);
        if (fits) matching.push(row);
      }
      if (order) {
        var column = get[order.name];
        var sign = order.sign;
        matching.sort(function (a, b) {
          var left = column(a), right = column(b);
          return left === right ? a - b : (left < right ? -sign : sign);
        });
      }
      page = 0;
      show();
    }

    function fill(rows) {
      var made = document.createDocumentFragment();
      rows.forEach(function (row) {
        var line = document.createElement("tr");
        draw[name](get, row, line);
        made.appendChild(line);
      });
      body.replaceChildren(made);
    }

    function show() {
      var step = size.value === "all" ? matching.length || 1 : Number(size.value);
      var from = page * step;
      var rows = matching.slice(from, from + step);
      fill(rows);
      var number = function (count) { return count.toLocaleString("en-GB"); };
      told.textContent = rows.length
        ? "Showing " + number(from + 1) + " to " + number(from + rows.length) + " of " + number(matching.length) +
          (matching.length < data.rows ? " (" + number(data.rows) + " without filters)" : "")
        : "None of " + number(data.rows) + " matches. Clear the filters to see them.";
      previous.disabled = page === 0;
      next.disabled = from + rows.length >= matching.length;
    }

    function step(by) {
      page += by;
      show();
      root.querySelector("table").scrollIntoView({ block: "start" });
    }

    function download() {
      var guard = function (words) {
        var plain = String(words === null || words === undefined ? "" : words);
        if (/^[=+\-@\t\r]/.test(plain)) plain = "'" + plain;
        return '"' + plain.replace(/"/g, '""') + '"';
      };
      var lines = [data.download.map(guard).join(",")];
      matching.forEach(function (row) {
        lines.push(data.download.map(function (column) { return guard(get[column](row)); }).join(","));
      });
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n")], { type: "text/csv" }));
      link.download = data.file;
      link.click();
      URL.revokeObjectURL(link.href);
    }

    self.only = function (filters, words) {
      selects.forEach(function (select) { select.value = filters[select.dataset.filter] || ""; });
      search.value = words || "";
      match();
      var heading = root.closest("section").querySelector("h2");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      heading.scrollIntoView();
    };
    self.all = function () { fill(matching); };
    self.page = show;

    var waiting;
    search.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(match, 120); });
    selects.forEach(function (select) { select.addEventListener("change", match); });
    size.addEventListener("change", function () { page = 0; show(); });
    previous.addEventListener("click", function () { step(-1); });
    next.addEventListener("click", function () { step(1); });
    root.querySelector("[data-clear]").addEventListener("click", function () {
      selects.forEach(function (select) { select.value = ""; });
      search.value = "";
      match();
      search.focus();
    });
    var save = root.querySelector("[data-download]");
    if (save) save.addEventListener("click", download);
    headings.forEach(function (heading) {
      heading.querySelector("button").addEventListener("click", function () {
        var sign = order && order.name === heading.dataset.sort ? -order.sign : 1;
        order = { name: heading.dataset.sort, sign: sign };
        headings.forEach(function (each) { each.removeAttribute("aria-sort"); });
        heading.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        match();
      });
    });
    match();
  }

  document.querySelectorAll("[data-list]").forEach(function (root) {
    var data = JSON.parse(document.getElementById("data-" + root.dataset.list).textContent);
    lists[root.dataset.list] = new List(root, data);
    root.hidden = false;
  });

  document.querySelectorAll("[data-only]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      lists.issues.only(JSON.parse(link.dataset.only));
    });
  });

  document.querySelectorAll("input[data-rows]").forEach(function (search) {
    // A short table that stands in the page: rows without the words are hidden.
    var rows = Array.prototype.slice.call(document.querySelectorAll("#" + search.dataset.rows + " tbody tr"));
    var told = document.getElementById(search.dataset.rows + "-told");
    search.addEventListener("input", function () {
      var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var hay = row.textContent.toLowerCase();
        row.hidden = !words.every(function (word) { return hay.indexOf(word) >= 0; });
        shown += row.hidden ? 0 : 1;
      });
      told.textContent = "Showing " + shown + " of " + rows.length;
    });
  });

  window.addEventListener("beforeprint", function () {
    Object.keys(lists).forEach(function (name) { lists[name].all(); });
  });
  window.addEventListener("afterprint", function () {
    Object.keys(lists).forEach(function (name) { lists[name].page(); });
  });
}());
