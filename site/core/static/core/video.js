// Turns the link to a video into its player, on the spot, once a reader asks. Nothing before.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-video]");
  if (!link || !link.dataset.video || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const player = document.createElement("iframe");
  player.src = `https://www.youtube-nocookie.com/embed/${link.dataset.video}?autoplay=1&rel=0`;
  player.title = link.closest("figure").querySelector("figcaption span").textContent;
  player.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  player.allowFullscreen = true;
  player.referrerPolicy = "strict-origin-when-cross-origin";
  link.replaceWith(player);
  player.focus();
});
