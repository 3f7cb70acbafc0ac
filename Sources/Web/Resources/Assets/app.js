// Enhancement only: every page works without this file. Nothing here is needed to read, decide or record.
"use strict";

(() => {
  document.documentElement.classList.add("has-script");

  // [data-autosubmit]: a select sends its form when changed by pointer; by keyboard on Enter or when left, since arrow
  // keys pass through values nobody chose (WCAG 3.2.2).
  let byKeyboard = false;
  document.addEventListener("pointerdown", () => { byKeyboard = false; }, true);
  document.addEventListener("keydown", () => { byKeyboard = true; }, true);
  const changed = new WeakSet();
  const submit = (select) => {
    if (!changed.has(select) || !select.form) return;
    changed.delete(select);
    select.form.requestSubmit();
  };
  const autosubmit = (event) => event.target instanceof Element && event.target.closest("select[data-autosubmit]");
  document.addEventListener("change", (event) => {
    const select = autosubmit(event);
    if (!select) return;
    changed.add(select);
    if (!byKeyboard) submit(select);
  });
  document.addEventListener("focusout", (event) => {
    const select = autosubmit(event);
    if (select) submit(select);
  });

  // [data-print] prints; [data-confirm="text"] on a link, button or form asks first.
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const asking = target && target.closest("a[data-confirm], button[data-confirm], input[data-confirm]");
    if (asking && !window.confirm(asking.dataset.confirm)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (target && target.closest("[data-print]")) {
      event.preventDefault();
      window.print();
    }
    // A click elsewhere closes the open menu.
    for (const menu of document.querySelectorAll("details.user-menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });
  document.addEventListener("submit", (event) => {
    const text = event.target.dataset.confirm;
    if (text && !window.confirm(text)) event.preventDefault();
  });

  // [data-poll="/path"] with an id: its content is fetched anew every data-poll-seconds (5 by default), until the answer's
  // element of the same id has no data-poll any more. Only from this site; an error or a redirect (session over) ends it.
  const poll = (region) => {
    const seconds = Math.max(1, Number(region.dataset.pollSeconds) || 5);
    window.setTimeout(async () => {
      if (!region.isConnected) return;
      if (document.hidden || region.contains(document.activeElement)) return poll(region);
      const url = new URL(region.dataset.poll, window.location.href);
      if (url.origin !== window.location.origin) return;
      try {
        const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = (region.id && page.getElementById(region.id)) || page.querySelector("[data-poll]");
        region.innerHTML = (fresh || page.body).innerHTML;
        if (fresh && fresh.dataset.poll) {
          region.dataset.poll = fresh.dataset.poll;
          poll(region);
        } else {
          region.removeAttribute("data-poll");
        }
      } catch {
        // The network is away: try again in the same rhythm.
        poll(region);
      }
    }, seconds * 1000);
  };
  document.querySelectorAll("[data-poll]").forEach(poll);

  // Keys, only where the user has turned them on (<body data-shortcuts>, WCAG 2.1.4). Each element names its own:
  // <input data-shortcut="/">, <a data-shortcut="g d">, <a data-shortcut="n">.
  let before = "";
  let beforeAt = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.user-menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === "Enter" && target) {
      const select = target.closest("select[data-autosubmit]");
      if (select) submit(select);
    }
    if (!document.body.hasAttribute("data-shortcuts") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target && target.closest("input, select, textarea, [contenteditable]")) return;
    const both = event.timeStamp - beforeAt < 1200 ? before + " " + event.key : event.key;
    const all = [...document.querySelectorAll("[data-shortcut]")];
    const found = all.find((one) => one.dataset.shortcut === both) || all.find((one) => one.dataset.shortcut === event.key);
    before = event.key;
    beforeAt = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    if (found.matches("input, select, textarea")) found.focus();
    else found.click();
  });
})();
