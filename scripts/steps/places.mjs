/** Where things lie in a clone; everything else asks here, so that any working directory will do. */
import { fileURLToPath } from "node:url";
import path from "node:path";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts);
