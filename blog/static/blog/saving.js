// A new page has no address of its own before its first autosave has been answered. Wagtail's
// editor would send a press on "Save" meanwhile to where pages are made, and make it twice.
(() => {
  const LONGEST = 10000; // ms; then the press goes out all the same
  let saving = false;
  let send = null;

  const settle = () => {
    saving = false;
    const waiting = send;
    send = null;
    waiting?.();
  };
  document.addEventListener("w-autosave:save", () => { saving = true; });
  for (const end of ["success", "error", "deactivated"]) {
    document.addEventListener(`w-autosave:${end}`, settle);
  }
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (!saving || !form.matches("form[data-controller~='w-autosave']")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (send) return;
    const pressed = event.submitter;
    const timer = setTimeout(settle, LONGEST);
    send = () => {
      clearTimeout(timer);
      if (pressed) pressed.disabled = false; // Wagtail disables it, and its name would be left out
      form.requestSubmit(pressed);
    };
  }, true);
})();

// What is typed in the second before an autosave is answered, the editor takes for saved: it neither
// saves nor previews it before the next change. It is told that there is something left to save.
(() => {
  const OWN = ["csrfmiddlewaretoken", "overwrite_revision_id"]; // of the saving, not of the page
  let sent = null;

  const written = (data, without) => {
    const own = [...OWN, ...without];
    const kept = [...data].filter(([name]) => !own.includes(name) && !name.startsWith("comments-"));
    return JSON.stringify(kept.map(([name, value]) => [name, value.name ?? value]));
  };
  document.addEventListener("w-autosave:save", (event) => { sent = event.detail.formData; });
  document.addEventListener("w-autosave:success", ({ target: form, detail }) => {
    const set = Object.keys(detail.data?.field_updates ?? {});
    if (!sent || written(sent, set) === written(new FormData(form), set)) return;
    const left = { bubbles: true, cancelable: true, detail: { type: "edits" } };
    form.dispatchEvent(new CustomEvent("w-unsaved:add", left));
  });
})();
