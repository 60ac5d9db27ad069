/** Lines of a CSV table as RFC 4180 has them, safe to open in a spreadsheet. */

export type Cell = string | number | null;

/** One line with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // A spreadsheet would take a title such as "=1+1" for a formula; the apostrophe makes it text. Imports take it away again.
  const text = /^[=+\-@\t]/u.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
