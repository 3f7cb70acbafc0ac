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

  // A refused form: the list of what is wrong is where the reading goes on, unless somebody writes or presses already.
  const problems = document.querySelector(".error-summary");
  const focused = document.activeElement;
  const isUntouched = !focused || focused === document.body || focused.hasAttribute("autofocus");
  if (problems && isUntouched) problems.focus();

  // [data-print] prints.
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target && target.closest("[data-print]")) {
      event.preventDefault();
      window.print();
    }
    // A click elsewhere closes the open menu.
    for (const menu of document.querySelectorAll("details.user-menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
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
        // data-poll-says names the one element that is read aloud: a whole region would be, again and again.
        const aloud = region.dataset.pollSays && document.getElementById(region.dataset.pollSays);
        const said = (fresh && fresh.dataset.said) || "";
        if (aloud && aloud.textContent !== said) aloud.textContent = said;
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

  // [data-key-switch]: whether letters are keys; remembered in this browser.
  const keySwitch = document.querySelector("input[data-key-switch]");
  const lettersAreOn = () => Boolean(keySwitch && keySwitch.checked);
  if (keySwitch) {
    try {
      keySwitch.checked = window.localStorage.getItem("letter-keys") !== "off";
    } catch {
      // Nothing may be kept here: the box stays as the page has it.
    }
    keySwitch.addEventListener("change", () => {
      try {
        window.localStorage.setItem("letter-keys", keySwitch.checked ? "on" : "off");
      } catch {
        // It holds for this page alone.
      }
    });
  }

  // Escape closes the open menu; Enter sends a select.
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
    // [data-key="ArrowRight j"]: a link or a choice that each of the keys follows, where nobody is writing or choosing.
    // Letters only while [data-key-switch], a box on the page, is ticked (WCAG 2.1.4).
    const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const isWriting = target && target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    const isArrow = event.key.startsWith("Arrow");
    const isChoosing = isArrow && target && target.closest("input");
    if (isPlain && !isWriting && !isChoosing && (isArrow || (/^[a-z]$/.test(event.key) && lettersAreOn()))) {
      const follow = document.querySelector(`[data-key~="${event.key}"]`);
      if (follow) {
        event.preventDefault();
        follow.click();
        // [data-key-then="reason"]: where the writing goes on.
        const then = document.getElementById(follow.dataset.keyThen || "");
        if (then) then.focus();
        return;
      }
    }
    if (event.key === "Enter" && target) {
      const select = target.closest("select[data-autosubmit]");
      if (select) submit(select);
    }
  });
})();
