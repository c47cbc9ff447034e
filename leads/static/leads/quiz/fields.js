// Fields of the quiz's form that refer to other parts of it. Each keeps its value as JSON in a hidden
// field and is drawn from the form as it stands. A reference to what is gone stays, marked, until the
// editor decides: nothing is dropped in silence.
(() => {
  const { follow, named, make } = window.leadlineQuiz;
  const ALL = "";

  // What Wagtail's blocks ask of a field: see `BoundWidget` in its admin's scripts.
  class DrawnField {
    constructor(placeholder, name, id, state) {
      this.name = name;
      this.idForLabel = id;
      this.input = make("input", { type: "hidden", name });
      this.box = make("div", { class: `quiz-field ${this.constructor.look}`, role: "group", id });
      this.element = make("div", {}, this.input, this.box);
      placeholder.replaceWith(this.element);
      this.setState(state);
      follow(this);
    }

    isGone() { return !this.element.isConnected; }

    show(outline) {
      this.outline = outline;
      const state = this.state();
      if (state === this.drawn) return;
      this.drawn = state;
      const held = this.box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.box.replaceChildren(...this.draw(outline));
      if (held) this.box.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
      this.tellHeadings();
    }

    // What it looks like depends on nothing else.
    state() { return JSON.stringify([this.value, this.sees(this.outline)]); }

    // Takes what is typed as drawn already: drawing it again would move the cursor.
    keep(value) {
      this.setState(value);
      if (this.outline) this.drawn = this.state();
      this.tellHeadings();
    }

    // The headings of folded groups name what is in them.
    tellHeadings() {
      for (let panel = this.element.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
        const toggle = panel.querySelector("[data-panel-toggle]");
        const expanded = toggle?.getAttribute("aria-expanded") === "true";
        toggle?.dispatchEvent(new CustomEvent("wagtail:panel-toggle", { detail: { expanded } }));
      }
    }

    change(value) {
      this.setState(value);
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
      if (this.outline) this.show(this.outline);
    }

    setState(value) {
      this.value = this.constructor.tidy(value);
      this.input.value = JSON.stringify(this.value);
    }

    getState() { return this.value; }
    getValue() { return this.value; }
    getTextLabel() { return this.inWords(this.outline ?? { categories: [], questions: [] }); }
    setInvalid(invalid) { this.box.toggleAttribute("data-invalid", invalid); }
    focus() { this.box.querySelector("input, select")?.focus(); }
  }

  const problem = (text) => make("p", { class: "quiz-problem" }, text);
  const option = (value, text, chosen) => make("option", { value, selected: value === chosen }, text);

  class Points extends DrawnField {
    static look = "quiz-points";
    static tidy = (value) => value ?? {};

    sees({ categories }) { return categories; }

    // An answer is folded, with its text for a heading, unless it has yet to be written.
    show(outline) {
      const text = document.getElementsByName(this.name.replace(/points$/, "text"))[0];
      const toggle = this.element.closest("[data-panel]")?.querySelector("[data-panel-toggle]");
      if (!this.drawn && text?.value === "" && toggle?.getAttribute("aria-expanded") === "false") toggle.click();
      super.show(outline);
    }

    draw({ categories }) {
      const known = [...categories];
      if (!categories.length || this.value[ALL]) known.push({ id: ALL, name: categories.length ? "No category" : "Points" });
      const lost = Object.keys(this.value).filter((id) => this.value[id] && !known.some((each) => each.id === id));
      return [
        ...known.map(({ id, name }) => this.number(id, name)),
        ...lost.map((id) => this.number(id, "Deleted category", true)),
      ];
    }

    number(id, name, lost = false) {
      const field = make("input", {
        type: "number", min: 0, max: 100, step: 1, value: this.value[id] ?? 0, "data-key": id || "all", "aria-invalid": lost,
      });
      field.addEventListener("input", () => {
        const points = { ...this.value, [id]: field.valueAsNumber || 0 };
        this.keep(Object.fromEntries(Object.entries(points).filter(([, number]) => number)));
      });
      const label = make("label", { class: lost ? "quiz-lost" : "" }, make("span", {}, name), field);
      if (lost) label.append(make("span", { class: "quiz-problem" }, "Set it to 0, or give the points to another."));
      return label;
    }

    inWords({ categories }) {
      const names = new Map(categories.map(({ id, name }) => [id, name]));
      const parts = Object.entries(this.value).filter(([, number]) => number).map(([id, number]) => {
        if (id === ALL) return `${number} ${number === 1 ? "point" : "points"}`;
        return `${names.get(id) ?? "deleted category"} ${number}`;
      });
      return parts.join(", ") || "no points";
    }
  }

  class ShowIf extends DrawnField {
    static look = "quiz-show-if";
    static tidy = (value) => (value?.question ? { match: "any", options: [], ...value } : null);

    sees({ questions }) { return questions; }

    get row() { return this.name.match(/^questions-\d+/)[0]; }

    earlier(questions) {
      const here = questions.findIndex((each) => each.row === this.row);
      return here < 0 ? [] : questions.slice(0, here).filter((each) => each.answers.length);
    }

    draw({ questions }) {
      const earlier = this.earlier(questions);
      const { question: chosen = "", match = "any" } = this.value ?? {};
      const asked = earlier.find((each) => each.id === chosen);
      const select = make("select", { "data-key": "question", "aria-label": "Ask it" }, option("", "always", chosen));
      select.append(...earlier.map((each) => option(each.id, `depending on ${named(each)}`, chosen)));
      if (chosen && !asked) select.append(option(chosen, this.lost(questions), chosen));
      select.addEventListener("change", () => this.change(select.value ? { question: select.value } : null));
      const drawn = [select];
      if (!earlier.length && !chosen) drawn.push(make("p", { class: "help" }, "It can depend on a choice, a yes or no, or a scale that comes before it."));
      if (chosen && !asked) drawn.push(problem("What it depends on was deleted or comes later now. Choose an earlier question, or “always”."));
      if (asked) drawn.push(this.matching(match), this.ticks(asked));
      return drawn;
    }

    lost(questions) {
      const later = questions.find((each) => each.id === this.value.question);
      return later ? `depending on ${named(later)}, which comes later` : "depending on a deleted question";
    }

    matching(match) {
      const select = make(
        "select", { "data-key": "match", "aria-label": "How the answers count" },
        option("any", "if one of these was chosen", match), option("none", "if none of these was chosen", match),
      );
      select.addEventListener("change", () => this.change({ ...this.value, match: select.value }));
      return select;
    }

    ticks(asked) {
      const known = asked.answers.map(({ id, text }) => ({ id, text: text || "(no text yet)" }));
      const lost = this.value.options.filter((id) => !known.some((each) => each.id === id));
      const all = [...known, ...lost.map((id) => ({ id, text: "Deleted answer", lost: true }))];
      return make("div", { class: "quiz-ticks" }, ...all.map((each) => this.tick(each)));
    }

    tick({ id, text, lost }) {
      const box = make("input", { type: "checkbox", value: id, "data-key": id });
      box.checked = this.value.options.includes(id);
      box.addEventListener("change", () => {
        const others = this.value.options.filter((each) => each !== id);
        this.change({ ...this.value, options: box.checked ? [...others, id] : others });
      });
      return make("label", { class: lost ? "quiz-lost" : "" }, box, make("span", {}, text));
    }

    inWords({ questions }) {
      if (!this.value) return "always";
      const asked = this.earlier(questions).find((each) => each.id === this.value.question);
      if (!asked) return "depends on a question that is not there before it";
      const texts = this.value.options.map((id) => asked.answers.find((each) => each.id === id)?.text ?? "a deleted answer");
      return `if ${asked.number}. is ${this.value.match === "none" ? "not " : ""}${texts.map((text) => `“${text}”`).join(" or ") || "…"}`;
    }
  }

  class Category extends DrawnField {
    static look = "quiz-category";
    static tidy = (value) => value ?? ALL;

    sees({ categories }) { return categories; }

    draw({ categories }) {
      const select = make("select", { "data-key": "category", "aria-label": "Points in" }, option(ALL, "all categories together", this.value));
      select.append(...categories.map(({ id, name }) => option(id, name, this.value)));
      const lost = this.value && !categories.some((each) => each.id === this.value);
      if (lost) select.append(option(this.value, "a deleted category", this.value));
      select.addEventListener("change", () => this.change(select.value));
      return lost ? [select, problem("This category was deleted. Choose another.")] : [select];
    }

    inWords({ categories }) {
      if (!this.value) return "total";
      return categories.find((each) => each.id === this.value)?.name ?? "a deleted category";
    }
  }

  for (const [name, Field] of Object.entries({ Points, ShowIf, Category })) {
    window.telepath.register(`leads.quiz.${name}`, class {
      render(placeholder, field, id, state) { return new Field(placeholder, field, id, state); }
    });
  }
})();
