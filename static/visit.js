// A visit ends by itself, or when the council withdraws it: the page that is open goes as well.
const { ask } = document.querySelector("[data-visit]").dataset;
const EVERY = 20_000; // milliseconds

async function goWhenOver() {
  try {
    const answer = await fetch(ask, { redirect: "manual", cache: "no-store" });
    if (answer.status !== 204) {
      document.querySelector("main").replaceChildren();
      window.location.replace("/");
    }
  } catch {
    // Without a connection nothing is known; the next request asks again.
  }
}

setInterval(goWhenOver, EVERY);
document.addEventListener("visibilitychange", () => document.hidden || goWhenOver());
window.addEventListener("pageshow", (event) => event.persisted && goWhenOver());
