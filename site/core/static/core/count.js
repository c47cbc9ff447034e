// Says that an article was on the screen for a while, or that the number was tapped: which page, and
// the site before it. Who it was is not said, and nothing is kept.
(() => {
  const { page, read } = document.currentScript.dataset;
  const say = (what) =>
    navigator.sendBeacon?.("/count/", new URLSearchParams({ what, page, from: document.referrer }));
  let wait;
  const watch = () => {
    clearTimeout(wait);
    if (document.hidden) return;
    wait = setTimeout(() => {
      document.removeEventListener("visibilitychange", watch);
      say("read");
    }, 5e3);
  };
  if (read) {
    document.addEventListener("visibilitychange", watch);
    watch();
  }
  addEventListener("click", (event) => event.target.closest?.('a[href^="tel:"]') && say("tapped"));
})();
