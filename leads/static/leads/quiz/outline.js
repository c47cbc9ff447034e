// The quiz as the editor's form holds it now: categories, questions with their answers, and results, by
// the ids of their blocks. It reads the fields that are sent when the form is saved, so new blocks are in it too.
window.leadlineQuiz = (() => {
  const FORM = "form[data-edit-form]";
  const PATIENCE = 150; // ms after the last change
  const readers = new Set();
  let outline = { categories: [], questions: [], results: [] };

  const rows = (data, prefix) => {
    const found = [];
    for (let number = 0; number < Number(data.get(`${prefix}-count`) ?? 0); number += 1) {
      const row = `${prefix}-${number}`;
      if (data.get(`${row}-deleted`)) continue;
      found.push({ row, id: data.get(`${row}-id`), order: Number(data.get(`${row}-order`)) });
    }
    return found.sort((one, other) => one.order - other.order);
  };

  const ANSWERS = {
    choice: (data, { row }) => rows(data, `${row}-value-options`)
      .map((each) => ({ id: each.id, text: data.get(`${each.row}-value-text`) })),
    yes_no: (data, { row, id }) => ["yes", "no"]
      .map((name) => ({ id: `${id}:${name}`, text: data.get(`${row}-value-${name}-text`) })),
    scale: (data, { row, id }) => {
      const steps = Math.min(Number(data.get(`${row}-value-steps`)) || 0, 10);
      return Array.from({ length: steps }, (_, index) => ({ id: `${id}:${index + 1}`, text: String(index + 1) }));
    },
    text: () => [],
  };

  const read = (form) => {
    const data = new FormData(form);
    const categories = rows(data, "categories")
      .map((each) => ({ id: each.id, name: data.get(`${each.row}-value`).trim() }))
      .filter((each) => each.name);
    const questions = rows(data, "questions").map((each, index) => ({
      id: each.id,
      row: each.row,
      number: index + 1,
      text: data.get(`${each.row}-value-text`).trim(),
      answers: ANSWERS[data.get(`${each.row}-type`)](data, each),
    }));
    const results = rows(data, "results")
      .map((each) => ({ id: each.id, title: data.get(`${each.row}-value-title`).trim() }));
    return { categories, questions, results };
  };

  const tell = () => {
    const form = document.querySelector(FORM);
    if (!form) return;
    outline = read(form);
    for (const reader of readers) {
      if (reader.isGone()) readers.delete(reader);
      else reader.show(outline);
    }
    document.dispatchEvent(new CustomEvent("leadline-quiz:change", { detail: outline }));
  };

  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, PATIENCE);
  };
  const watch = () => {
    const form = document.querySelector(FORM);
    if (!form) return;
    for (const name of ["input", "change", "click"]) form.addEventListener(name, later);
    // Blocks that are added, deleted or moved.
    new MutationObserver(later).observe(form, { childList: true, subtree: true });
    tell();
  };
  if (document.readyState === "complete") watch();
  else window.addEventListener("load", watch);

  return {
    // Has `reader.show(outline)` called now and after every change, until `reader.isGone()`.
    follow(reader) {
      readers.add(reader);
      later();
    },
    named: (question) => `${question.number}. ${question.text || "(no text yet)"}`,
    // A tag with attributes and children; text is always text.
    make(tag, attributes = {}, ...children) {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes)) {
        if (value !== false) element.setAttribute(name, value === true ? "" : value);
      }
      element.append(...children);
      return element;
    },
  };
})();
