/** Pieces as files to be downloaded. */
import { pieceToMidi } from "../../../core/composition/midi-file.ts";
import type { Piece } from "../../../core/composition/piece.ts";

/** Long enough for every browser to have begun the download. */
const FORGET_AFTER_MS = 60_000;

/** A file name that every system takes; never empty. */
export function fileNameOf(name: string, extension: "mid" | "wav" | "m3u8"): string {
  const safe = name
    .normalize("NFC")
    .replaceAll("♭", "b")
    .replaceAll("♯", "#")
    // oxlint-disable-next-line no-control-regex -- exactly these are meant
    .replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]+/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .replace(/[. ]+$/u, "")
    .trim()
    .slice(0, 80);
  return `${safe === "" ? "piece" : safe}.${extension}`;
}

/** Gives bytes to the browser to be saved. */
export function download(bytes: BlobPart, type: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), FORGET_AFTER_MS);
}

/** Saves what the server sends under an address of its own. */
export function downloadFrom(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

/** Saves a piece as a Standard MIDI File. */
export function downloadMidi(piece: Piece, name: string): void {
  download(pieceToMidi(piece, name), "audio/midi", fileNameOf(name, "mid"));
}
