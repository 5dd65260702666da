// Improves pages that work without it.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();

// A table that fits needs no stop for the keyboard and no word about scrolling.
function markWhatFits() {
  for (const region of document.querySelectorAll(".gt-scroll")) {
    const fits = region.scrollWidth <= region.clientWidth;
    const hint = region.previousElementSibling;
    if (hint?.classList.contains("gt-scroll__hint")) {
      hint.classList.toggle("gt-scroll__hint--needed", !fits);
    }
    if (fits) {
      region.removeAttribute("tabindex");
    } else {
      region.tabIndex = 0;
    }
  }
}
markWhatFits();
window.addEventListener("resize", markWhatFits);

// Filters are folded away on a narrow screen, unless they are in use.
const narrow = window.matchMedia("(max-width: 40.0525em)");
function foldFilters() {
  for (const filters of document.querySelectorAll(".gt-filters")) {
    filters.open = !narrow.matches || "inUse" in filters.dataset;
  }
}
foldFilters();
narrow.addEventListener("change", foldFilters);

// The account menu closes when the person turns to something else.
const account = document.querySelector(".gt-account");
if (account) {
  const close = () => account.removeAttribute("open");
  document.addEventListener("click", (event) => account.contains(event.target) || close());
  account.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !account.contains(event.relatedTarget)) close();
  });
  account.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      account.querySelector("summary").focus();
    }
  });
}
