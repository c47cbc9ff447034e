/* Shows what the mapping would send while it is edited. Without it, the preview is of what is saved. */
(() => {
  const shown = document.querySelector("[data-mapping-preview]");
  const form = document.getElementById("w-editor-form");
  if (!shown || !form) return;
  let waiting, asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(shown.dataset.mappingPreview, { method: "POST", body: new FormData(form) });
    const text = await answer.text();
    if (answer.ok && mine === asked) shown.innerHTML = text;
  };
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(() => ask().catch(() => {}), 400); };
  for (const event of ["input", "change", "click"]) form.addEventListener(event, soon);
})();
