// Who came by a campaign keeps its marks from page to page: in the addresses, and nowhere else.
(() => {
  const MARKS = /^(utm_(source|medium|campaign|term|content)|gclid|gbraid|wbraid|dclid|msclkid|fbclid|li_fat_id|ttclid|twclid)$/;
  const here = new URLSearchParams(location.search);
  const kept = [...here].filter(([name]) => MARKS.test(name));
  if (kept.length === 0) return;
  kept.push(["landing", here.get("landing") || location.pathname]);
  for (const link of document.querySelectorAll("a[href]")) {
    const url = new URL(link.href, location.href);
    const elsewhere = url.origin !== location.origin || url.pathname === location.pathname;
    if (elsewhere || /^\/(admin|documents|media|static)\//.test(url.pathname)) continue;
    for (const [name, value] of kept) if (!url.searchParams.has(name)) url.searchParams.set(name, value);
    link.href = url;
  }
})();
