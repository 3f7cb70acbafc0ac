// Enhancement only: without this file, or without Leaflet, pages show the places as coordinates and a drawing.
"use strict";

(() => {
  const told = document.currentScript.dataset;
  const figures = [...document.querySelectorAll("[data-map-shapes]")];
  const picks = [...document.querySelectorAll("[data-map-pick]")];
  if (!figures.length && !picks.length) return;

  const version = "?v=" + encodeURIComponent(told.version);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/assets/leaflet.css" + version;
  const script = document.createElement("script");
  script.src = "/assets/leaflet.js" + version;

  const shapes = (element) => {
    try { return JSON.parse(element.dataset.mapShapes); } catch { return []; }
  };

  const make = (place) => {
    const map = L.map(place, { zoomControl: false, attributionControl: false, keyboard: false });
    L.control.zoom({ zoomInTitle: told.zoomIn, zoomOutTitle: told.zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (told.tiles) {
      L.tileLayer(told.tiles, { maxZoom: 19 }).addTo(map);
      if (told.credit) {
        // As text: what the operator has written is no markup.
        const credit = document.createElement("span");
        credit.textContent = told.credit;
        L.control.attribution({ prefix: "" }).addAttribution(credit.innerHTML).addTo(map);
      }
    }
    return map;
  };

  const draw = (map, list) => {
    const drawn = L.featureGroup().addTo(map);
    for (const shape of list) {
      const at = [shape.latitude, shape.longitude];
      const name = document.createElement("span");
      name.textContent = shape.label;
      if (shape.radius > 0) L.circle(at, { radius: shape.radius, className: "map-" + shape.kind }).bindTooltip(name).addTo(drawn);
      const centre = L.circleMarker(at, { radius: shape.radius > 0 ? 3 : 6, className: "map-centre" }).addTo(drawn);
      if (!(shape.radius > 0)) centre.bindTooltip(name);
    }
    return drawn;
  };

  // A place alone has no extent: without a limit there is no scale that it would fill the map at.
  const fit = (map, drawn) => map.fitBounds(drawn.getBounds().pad(0.1), { maxZoom: 16 });

  const show = (figure) => {
    const list = shapes(figure);
    if (!list.length) return;
    const place = document.createElement("div");
    place.className = "map-view";
    place.setAttribute("aria-hidden", "true");
    figure.querySelector(".map-drawing").replaceWith(place);
    const map = make(place);
    map.fitBounds([[list[0].latitude, list[0].longitude]], { maxZoom: 14 });
    fit(map, draw(map, list));
    // What a map cannot say is in the list below it: for the keyboard and for those who do not see it, that is the map.
    for (const control of place.querySelectorAll("a, [tabindex]")) control.tabIndex = -1;
    place.tabIndex = -1;
  };

  // A click fills the field; the field stays what is sent, and what the keyboard uses.
  const pick = async (input) => {
    const place = document.createElement("div");
    place.className = "map-view";
    place.setAttribute("aria-hidden", "true");
    const hint = document.createElement("p");
    hint.className = "help";
    hint.textContent = told.pick;
    input.after(hint, place);
    const map = make(place);
    map.setView([55.55, 11.95], 9);
    let mark;
    const set = (at) => {
      if (mark) mark.remove();
      mark = L.circleMarker(at, { radius: 6, className: "map-main" }).addTo(map);
    };
    const typed = () => {
      const parts = input.value.split(",").map(Number);
      if (parts.length !== 2 || parts.some((part) => !Number.isFinite(part))) return;
      set(parts);
      map.setView(parts, Math.max(map.getZoom(), 14));
    };
    map.on("click", (event) => {
      input.value = event.latlng.lat.toFixed(5) + "," + event.latlng.lng.toFixed(5);
      set(event.latlng);
    });
    input.addEventListener("change", typed);
    // In a closed form the map has no size yet.
    new ResizeObserver(() => map.invalidateSize()).observe(place);
    for (const control of place.querySelectorAll("a, [tabindex]")) control.tabIndex = -1;
    place.tabIndex = -1;
    try {
      const answer = await fetch("/areas?state=live", { credentials: "same-origin", headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const known = page.querySelector("[data-map-shapes]");
        const list = known ? shapes(known) : [];
        if (list.length) fit(map, draw(map, list.map((shape) => ({ ...shape, kind: "other" }))));
      }
    } catch {
      // The areas are a help; the map is there without them.
    }
    typed();
  };

  script.addEventListener("load", () => {
    figures.forEach(show);
    picks.forEach(pick);
  });
  document.head.append(style, script);
})();
