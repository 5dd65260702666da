// Files travel while the form is filled in, go on where a connection broke off, and what is typed
// is kept. Without this script the same form sends the files when it is saved.
const form = document.getElementById("add-evidence");
const RETRIES = [0, 1000, 3000, 5000, 10000, 20000];
const PIECE = 8 * 1024 * 1024; // bytes: what a proxy may hold back, and what is lost with it
const AT_ONCE = 2;

if (form && window.tus?.isSupported) {
  start();
}

function start() {
  const token = form.elements.csrfmiddlewaretoken.value;
  const list = document.getElementById("file-list");
  const section = list.closest(".gt-files");
  const status = document.getElementById("files-status");
  const waiting = [];
  let travelling = 0;
  let saveWhenHere = false;

  const say = (words) => {
    status.textContent = words;
  };
  const link = form.querySelector(".gt-link-address");
  const showList = () => {
    section.hidden = list.children.length === 0;
    // Files or a link, not both: with files here there is nothing to paste.
    link.hidden = !section.hidden && !form.elements.address.value && !link.querySelector(".govuk-error-message");
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      const files = [...input.files];
      if (!files.length) return;
      input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
      files.forEach(add);
    });
  }

  function add(file) {
    const row = rowOf(file);
    list.append(row.element);
    showList();
    waiting.push({ file, row });
    next();
  }

  function next() {
    while (travelling < AT_ONCE && waiting.length) {
      travelling += 1;
      send(waiting.shift());
    }
    if (travelling === 0 && saveWhenHere) {
      saveWhenHere = false;
      if (list.querySelector("[data-state=stopped], [data-state=refused], .gt-file__known")) {
        say("Look at the list of files, then save.");
        section.scrollIntoView({ block: "nearest" });
      } else {
        form.requestSubmit(document.getElementById("save-evidence"));
      }
    }
  }

  function rowOf(file) {
    const element = document.createElement("li");
    element.className = "gt-file";
    element.dataset.state = "arriving";
    const name = document.createElement("b");
    name.className = "gt-file__name";
    name.textContent = file.name;
    const words = document.createElement("p");
    words.className = "govuk-body-s gt-muted gt-file__about";
    words.textContent = "Waiting its turn";
    const bar = document.createElement("progress");
    bar.className = "gt-file__progress";
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", `How much of ${file.name} has arrived`);
    const stop = button("Stop", file.name);
    const heading = document.createElement("p");
    heading.className = "govuk-body";
    heading.append(name);
    element.append(heading, bar, words, stop);
    return { element, words, bar, stop };
  }

  function button(words, name) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "gt-link-button gt-file__remove";
    made.textContent = words;
    const of = document.createElement("span");
    of.className = "govuk-visually-hidden";
    of.textContent = ` ${name}`;
    made.append(of);
    return made;
  }

  // A file that stopped half-way is listed by the server: chosen again, it goes on from there.
  function begunBefore(file) {
    const known = [...list.querySelectorAll("[data-begun]")];
    return known.find(
      (row) =>
        row.dataset.name === file.name &&
        row.dataset.size === String(file.size) &&
        row.dataset.modified === String(file.lastModified)
    );
  }

  function send({ file, row }) {
    const before = begunBefore(file);
    const upload = new window.tus.Upload(file, {
      endpoint: form.dataset.uploads,
      uploadUrl: before ? before.dataset.begun : null,
      chunkSize: PIECE,
      retryDelays: RETRIES,
      storeFingerprintForResuming: false,
      headers: { "X-CSRFToken": token },
      metadata: { filename: file.name, modified: String(file.lastModified) },
      onProgress(sent, size) {
        const percent = Math.floor((100 * sent) / size);
        row.bar.value = percent;
        row.words.textContent = percent < 100 ? `${percent}% has arrived` : "Being looked at";
      },
      onError: (problem) => stopped(file, row, upload, problem),
      onSuccess: () => arrived(file, row, upload),
    });
    before?.remove();
    row.stop.addEventListener("click", async () => {
      await upload.abort(true).catch(() => {});
      row.element.remove();
      showList();
      say(`${file.name} is not added.`);
      finished(row);
    });
    row.words.textContent = "Beginning";
    upload.start();
  }

  function finished(row) {
    if (row.done) return;
    row.done = true;
    travelling -= 1;
    next();
  }

  async function arrived(file, row, upload) {
    const key = upload.url.split("/").filter(Boolean).pop();
    const answer = await fetch(`${form.dataset.file}${key}/`).catch(() => null);
    if (answer?.ok) {
      row.element.outerHTML = await answer.text();
      const here = document.getElementById(`file-${key}`);
      const refused = here.dataset.state === "refused";
      say(refused ? here.querySelector(".gt-file__problem").textContent : `${file.name} is here.`);
      suggest(20);
    } else {
      row.words.textContent = "It has arrived. Open this page again to see it.";
    }
    finished(row);
  }

  function stopped(file, row, upload, problem) {
    const said = problem.originalResponse;
    const code = said ? said.getStatus() : 0;
    const refused = code === 400 || code === 413;
    row.element.dataset.state = refused ? "refused" : "stopped";
    row.element.classList.toggle("gt-file--refused", refused);
    row.bar.hidden = true;
    row.words.className = "govuk-body gt-file__problem";
    row.words.textContent = refused
      ? said.getBody()
      : `“${file.name}” stopped on its way. What has arrived is kept. Check your connection, and that you are still signed in, and try again.`;
    say(row.words.textContent);
    row.stop.firstChild.textContent = refused ? "Take off the list" : "Remove";
    if (!refused) {
      const again = button("Try again", file.name);
      row.stop.before(again);
      again.addEventListener("click", () => {
        again.remove();
        row.bar.hidden = false;
        row.element.dataset.state = "arriving";
        row.words.className = "govuk-body-s gt-muted gt-file__about";
        row.words.textContent = "Going on";
        row.done = false;
        travelling += 1;
        upload.start();
      });
    }
    finished(row);
  }

  // Saving while files are still on their way waits for them.
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction") || (travelling === 0 && !waiting.length)) return;
    event.preventDefault();
    saveWhenHere = true;
    say("The files are still on their way. They are saved as soon as they are here.");
    list.querySelector("[data-state=arriving]")?.scrollIntoView({ block: "nearest" });
  });

  // Removing a file without leaving the page.
  list.addEventListener("click", async (event) => {
    const pressed = event.target.closest("button[formaction]");
    if (!pressed) return;
    event.preventDefault();
    const row = pressed.closest("li");
    const answer = await fetch(pressed.getAttribute("formaction"), {
      method: "DELETE",
      headers: { "X-CSRFToken": token },
    }).catch(() => null);
    if (answer && (answer.ok || answer.status === 404)) {
      row.remove();
      showList();
      say("Removed.");
      suggest(1);
      form.querySelector(".govuk-file-upload-button, input[type=file]")?.focus();
    }
  });

  // --- suggestions ---

  async function suggest(tries) {
    const answer = await fetch(form.dataset.suggestions).catch(() => null);
    if (!answer?.ok) return;
    const held = document.getElementById("suggestions");
    const words = await answer.text();
    if (held.contains(document.activeElement)) return;
    held.outerHTML = words;
    markChosen();
    if (document.getElementById("suggestions").dataset.waiting === "yes" && tries > 1) {
      setTimeout(suggest, 1000, tries - 1);
    }
  }

  const boxOf = (pressed) => {
    const name = pressed.dataset.statement ? "statements" : "category";
    const value = pressed.dataset.statement || pressed.dataset.category;
    return form.querySelector(`input[name=${name}][value="${value}"]`);
  };

  function markChosen() {
    for (const pressed of form.querySelectorAll("[data-statement], [data-category]")) {
      const chosen = Boolean(boxOf(pressed)?.checked);
      pressed.setAttribute("aria-pressed", chosen);
      pressed.firstChild.textContent = chosen
        ? "Chosen"
        : pressed.dataset.statement
          ? "Tick it"
          : "Choose it";
    }
  }

  form.addEventListener("click", (event) => {
    const use = event.target.closest("[data-use-shows]");
    if (use) {
      form.elements.shows.value = form.querySelector("[data-shows]").textContent;
      form.elements.shows.focus();
      form.elements.shows.dispatchEvent(new Event("input", { bubbles: true }));
      return;
    }
    const pressed = event.target.closest("[data-statement], [data-category]");
    const box = pressed && boxOf(pressed);
    if (box) {
      box.checked = pressed.dataset.category ? true : !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // --- the day to look again, by the kind of evidence, until somebody writes another ---

  const reviews = JSON.parse(form.dataset.reviews);
  const reviewBy = form.elements.review_by;
  function proposeReview() {
    const kind = form.querySelector("input[name=category]:checked")?.value;
    const isOurs = !reviewBy.value || Object.values(reviews).includes(reviewBy.value);
    if (kind && isOurs) reviewBy.value = reviews[kind];
  }

  // --- what is typed is kept ---

  let soon;
  function keep() {
    clearTimeout(soon);
    soon = setTimeout(keepNow, 800);
  }
  function keepNow() {
    clearTimeout(soon);
    soon = undefined;
    const said = new FormData(form);
    for (const input of form.querySelectorAll("input[type=file]")) said.delete(input.name);
    said.append("quietly", "yes");
    fetch(form.dataset.draft, {
      method: "POST",
      body: new URLSearchParams(said),
      keepalive: true,
    }).catch(() => {});
  }
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") keep();
  });
  form.addEventListener("change", (event) => {
    markChosen();
    if (event.target.name === "category") proposeReview();
    if (event.target.type !== "file") keep();
  });
  form.addEventListener("submit", () => {
    clearTimeout(soon);
    soon = undefined; // or what was saved would be kept again as the page goes
  });
  window.addEventListener("pagehide", () => soon && keepNow());

  showList();
  markChosen();
  proposeReview();
  if (document.getElementById("suggestions").dataset.waiting === "yes") suggest(20);
}
