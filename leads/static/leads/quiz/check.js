// Has the quiz checked as it stands in the form after each change, shows what was found, leads to the
// block that is meant, and opens the quiz to be tried.
(() => {
  const PATIENCE = 900; // ms after the last change; counting all ways takes some tenths of a second
  const panel = () => document.querySelector("[data-quiz-check]");
  let asked = 0;
  let timer;
  let told;

  const content = (form) => {
    const data = new FormData(form);
    return JSON.stringify([...data].filter(([name]) => !/^(csrf|comments|loaded_|overwrite_)/.test(name)));
  };

  const check = async () => {
    const place = panel();
    const form = place?.closest("form");
    if (!form) return;
    const now = content(form);
    if (now === told) return;
    told = now;
    const number = ++asked;
    const verdict = place.querySelector("[data-quiz-verdict]");
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(place.dataset.quizCheck, { method: "POST", body: new FormData(form) });
      if (number !== asked) return; // there is a newer one on its way
      if (!answer.ok) throw new Error(answer.status);
      verdict.innerHTML = await answer.text();
      mark(place, verdict.querySelectorAll(".help-critical").length);
    } catch {
      told = null;
      verdict.textContent = "The quiz could not be checked just now. It will be tried again after the next change.";
    }
    place.removeAttribute("aria-busy");
  };

  // How many errors there are, on the tab that names them.
  const mark = (place, errors) => {
    const tab = document.getElementById(place.closest("[role=tabpanel]")?.getAttribute("aria-labelledby"));
    tab?.querySelector(".quiz-errors")?.remove();
    if (tab && errors) {
      const badge = Object.assign(document.createElement("span"), { className: "quiz-errors", textContent: errors });
      badge.setAttribute("aria-label", `${errors} ${errors === 1 ? "error" : "errors"}`);
      badge.setAttribute("role", "img");
      tab.append(badge);
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(check, PATIENCE);
  };

  // The block with this id. Answers of a scale, of yes and no, have their question's id before a colon.
  const blockOf = (where) => where && document.getElementById(`block-${where.split(":")[0]}-section`);

  const OPENING = 200; // ms that a tab or a group takes

  const show = async ({ quizPart, quizWhere }) => {
    const block = blockOf(quizWhere) || document.querySelector(`form [data-contentpath="${quizPart}"]`);
    if (!block) return;
    const tab = block.closest("[role=tabpanel]");
    if (tab) document.getElementById(tab.getAttribute("aria-labelledby"))?.click();
    for (let each = block; each; each = each.parentElement?.closest("[data-panel]")) {
      const toggle = each.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
    await new Promise((done) => { setTimeout(done, OPENING); });
    block.scrollIntoView({ block: "start" });
    block.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  };

  // In a window of its own: the form keeps what is typed.
  const tryIt = (address, form) => {
    const sent = document.createElement("form");
    Object.assign(sent, { method: "post", action: address, target: "_blank", hidden: true });
    for (const [name, value] of new FormData(form)) {
      const field = document.createElement("textarea");
      Object.assign(field, { name, value });
      sent.append(field);
    }
    document.body.append(sent);
    sent.submit();
    sent.remove();
  };

  document.addEventListener("leadline-quiz:change", later);
  // A link from elsewhere to a block, which Wagtail opens in the first of the tabs only.
  const linked = /^#block-(.+)-section$/.exec(window.location.hash);
  if (linked) window.addEventListener("load", () => setTimeout(show, OPENING, { quizWhere: linked[1] }));
  document.addEventListener("click", (event) => {
    const finding = event.target.closest("[data-quiz-where]");
    if (finding) show(finding.dataset);
    const button = event.target.closest("[data-quiz-try]");
    if (button) tryIt(button.dataset.quizTry, button.closest("form"));
  });
})();
