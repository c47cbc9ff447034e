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
