// The grid of figures works without this: here cells take a block of cells from a spreadsheet, and
// the keyboard goes up and down as it does there.
const grid = document.querySelector("[data-grid]");

const rowsOf = () => [...grid.querySelectorAll("[data-row]")];
const cellsOf = (row) => [...row.querySelectorAll("input.gt-cell")];

// A cell of a spreadsheet that holds tabs or lines comes in double quotes.
function blockOf(text) {
  const rows = [[""]];
  let quoted = false;
  const add = (letter) => (rows.at(-1)[rows.at(-1).length - 1] += letter);
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place];
    if (letter === '"' && quoted && text[place + 1] === '"') {
      add('"');
      place += 1;
    } else if (letter === '"' && (quoted || rows.at(-1).at(-1) === "")) {
      quoted = !quoted;
    } else if (!quoted && letter === "\t") {
      rows.at(-1).push("");
    } else if (!quoted && letter === "\n") {
      rows.push([""]);
    } else if (letter !== "\r") {
      add(letter);
    }
  }
  if (rows.length > 1 && rows.at(-1).length === 1 && rows.at(-1)[0] === "") rows.pop();
  return rows;
}

// What has no place in the grid is not left out in silence.
function leftOut(block, rows, columns) {
  const wide = block.some((texts) => texts.slice(columns).some((text) => text.trim()));
  const long = block.length - rows;
  const parts = [];
  if (long > 0) parts.push(long === 1 ? "the last row" : `the last ${long} rows`);
  if (wide) parts.push("what stood to the right of the note");
  if (!parts.length) return "";
  return `Of what you pasted, ${parts.join(" and ")} had no place here and was left out.`;
}

function say(words) {
  document.querySelector("[data-grid-says]").textContent = words;
}

function fill(from, block) {
  const rows = rowsOf();
  const first = rows.indexOf(from.closest("[data-row]"));
  const column = cellsOf(rows[first]).indexOf(from);
  say(leftOut(block, rows.length - first, cellsOf(rows[first]).length - column));
  for (const [down, texts] of block.entries()) {
    const row = rows[first + down];
    if (!row) break;
    const cells = cellsOf(row).slice(column);
    for (const [across, text] of texts.entries()) {
      if (cells[across]) cells[across].value = text.trim();
    }
    cells[0]?.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

grid?.addEventListener("paste", (event) => {
  const from = event.target.closest("input.gt-cell");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!from || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  fill(from, blockOf(text));
});

const STEPS = { ArrowUp: -1, ArrowDown: 1, Enter: 1 };

grid?.addEventListener("keydown", (event) => {
  const from = event.target.closest("input.gt-cell");
  if (!from || !(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const rows = rowsOf();
  const row = from.closest("[data-row]");
  const to = rows[rows.indexOf(row) + STEPS[event.key]];
  if (to) {
    const cell = cellsOf(to)[cellsOf(row).indexOf(from)];
    cell.focus();
    cell.select();
  }
});
