/**
 * Tells whether files have changed since they were last recorded.
 * Sizes and times decide quickly; where those differ the contents decide, so that a fresh checkout of the same files is not
 * taken for a change. Deciding what to do about a change is left to the steps that ask.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/**
 * What is known of one file: its size in bytes, its time of change in ms, and a hash of its content.
 * @typedef {{ size: number, mtimeMs: number, hash: string }} FileRecord
 * @typedef {Record<string, FileRecord>} Fingerprint
 * @typedef {{ size: number, mtimeMs: number }} FileFacts
 */

/**
 * Compares what was recorded with what is there now; pure but for `hashOf`, which is asked only where size and time leave a doubt.
 * @param {Fingerprint | null} recorded
 * @param {Record<string, FileFacts>} present
 * @param {(file: string) => string} hashOf
 * @returns {{ changed: string[], touched: boolean, fingerprint: Fingerprint }} `touched`: same contents, other times
 */
export function compareFingerprints(recorded, present, hashOf) {
  const before = recorded ?? {};
  const changed = Object.keys(before).filter((file) => !(file in present));
  /** @type {Fingerprint} */
  const fingerprint = {};
  let touched = false;
  for (const [file, facts] of Object.entries(present)) {
    const known = before[file];
    if (known !== undefined && known.size === facts.size && known.mtimeMs === facts.mtimeMs) {
      fingerprint[file] = known;
      continue;
    }
    const hash = hashOf(file);
    fingerprint[file] = { size: facts.size, mtimeMs: facts.mtimeMs, hash };
    if (known?.hash === hash) touched = true;
    else changed.push(file);
  }
  return { changed, touched, fingerprint };
}

/**
 * Size and time of every file among `inputs`, which are files or folders relative to `root`; what is absent is left out.
 * @param {string} root
 * @param {readonly string[]} inputs
 * @param {(file: string) => boolean} [accept] asked with the path relative to `root`, with forward slashes
 * @returns {Record<string, FileFacts>}
 */
export function readFileFacts(root, inputs, accept = () => true) {
  /** @type {Record<string, FileFacts>} */
  const facts = {};
  /** @param {string} relative */
  const visit = (relative) => {
    const stats = statSync(path.join(root, relative), { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (stats.isDirectory()) {
      for (const name of readdirSync(path.join(root, relative)).sort()) visit(`${relative}/${name}`);
    } else if (accept(relative)) {
      facts[relative] = { size: stats.size, mtimeMs: stats.mtimeMs };
    }
  };
  for (const input of inputs) visit(input);
  return facts;
}

/**
 * SHA-256 of a file's content, in hexadecimal.
 * @param {string} file
 */
export function hashFile(file) {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/**
 * A JSON file's content, or null where it is absent or unreadable (a stamp cut short by a power loss counts as absent).
 * @param {string} file
 */
export function readJsonOrNull(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
