// Keeps the list of what can be previewed in step with the form: each question and each result.
document.addEventListener("leadline-quiz:change", ({ detail: { questions, results } }) => {
  const { make, named } = window.leadlineQuiz;
  const select = document.getElementById("id_preview_mode");
  if (!select) return;
  const modes = [
    ["", "Start"],
    ...questions.map((each) => [`question:${each.id}`, named(each)]),
    ...results.map((each) => [`result:${each.id}`, `Result: ${each.title || "(no title yet)"}`]),
    ["contact", "Form at the end"],
  ];
  const now = [...select.options].map((each) => [each.value, each.text]);
  if (JSON.stringify(now) === JSON.stringify(modes)) return;
  const chosen = modes.some(([mode]) => mode === select.value) ? select.value : "";
  select.replaceChildren(...modes.map(([value, text]) => make("option", { value, selected: value === chosen }, text)));
});
