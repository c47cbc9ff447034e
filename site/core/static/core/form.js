// A page that came back with a problem or a question says so first to those who cannot see it.
document.querySelector("[data-focus]")?.focus();
