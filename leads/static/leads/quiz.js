// Swaps the quiz's steps without a full load; lets keys answer. Nothing depends on it.
(() => {
  const find = (selector) => document.querySelector(selector);
  const place = () => location.href.split("#")[0];
  const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
  let shown = place(), busy;

  const settle = (moved) => {
    find("html").className = navigator.clipboard ? "keys copies" : "keys";
    const first = find("[data-focus]") ?? ((moved || find(".question")) && find("h1"));
    first?.focus({ preventScroll: true });
  };

  const show = (page, url) => {
    history[url === place() ? "replaceState" : "pushState"](null, "", url);
    shown = place();
    document.title = page.title;
    document.body.replaceWith(page.body);
    scrollTo(0, 0);
    settle(true);
  };

  const go = async (url, options, instead) => {
    busy = true;
    find("main").ariaBusy = true;
    try {
      const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(1e4) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const change = () => show(page, answer.url);
      if (!page.querySelector("[data-step]"))
        answer.redirected ? location.assign(answer.url) : instead();
      else if (!document.startViewTransition || matchMedia("(prefers-reduced-motion)").matches)
        change();
      else await document.startViewTransition(change).updateCallbackDone;
    } catch {
      instead();
    }
    busy = false;
  };

  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-step]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    if (!busy) go(form.action, { body, method: "POST" }, () => form.submit());
  });

  addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-step]");
    if (event.detail > 1 && event.target.closest("[data-step]")) {
      event.preventDefault(); // the other half of a double tap
    } else if (link && plain(event)) {
      event.preventDefault();
      if (!busy) go(link.href, {}, () => location.assign(link));
    } else if (event.target.closest("[data-copy]")) {
      await navigator.clipboard.writeText(find("#share").value);
      find("[role=status]").textContent = "Copied.";
    }
  });

  addEventListener("keydown", (event) => {
    const group = event.target.closest("fieldset");
    if (!group?.form.matches(".question") || event.repeat || !plain(event)) return;
    const row = /^\d$/.test(event.key) && find(`[data-key="${event.key}"]`);
    if (row) row.control.focus(), row.control.click();
    else if (event.key === "Enter") group.form.requestSubmit();
    else return;
    event.preventDefault();
  });

  addEventListener("popstate", () => {
    if (place() === shown) return;
    const reload = () => location.reload();
    busy ? reload() : go(location.href, {}, reload);
  });

  settle();
})();
