/** The parts that a data set is divided into, by its folders (`train`, `test`) or officially, as FER2013 is. */
import { dataError } from "./data-errors.ts";

/** FER2013's own division, in a CSV's `Usage` and in the names of the public picture files. */
export const OFFICIAL_PARTS = ["Training", "PublicTest", "PrivateTest"] as const;
export type OfficialPart = (typeof OFFICIAL_PARTS)[number];
export type FolderPart = "train" | "validation" | "test";

/** Where an example stands; null where the data does not say. */
export interface Place {
  folder: FolderPart | null;
  official: OfficialPart | null;
}

/** What `--split` may name. */
export const SPLITS = ["all", "train", "validation", "test", ...OFFICIAL_PARTS] as const;
export type Split = (typeof SPLITS)[number];

const FOLDER_NAMES: ReadonlyMap<string, FolderPart> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["val", "validation"],
  ["valid", "validation"],
  ["validation", "validation"],
  ["test", "test"],
  ["testing", "test"],
]);

/** The part that a folder's name means. */
export function partOfFolder(name: string): FolderPart | undefined {
  return FOLDER_NAMES.get(name.toLowerCase());
}

/** The official part in a picture's name, such as `PublicTest_28709.png`. */
export function officialPartOf(fileName: string): OfficialPart | null {
  const part = /^(Training|PublicTest|PrivateTest)_\d+\./u.exec(fileName)?.[1];
  return OFFICIAL_PARTS.find((name) => name === part) ?? null;
}

/** @throws MoodSyncError `data.unknown-split` */
export function parseSplit(text: string): Split {
  const split = SPLITS.find((name) => name.toLowerCase() === text.toLowerCase());
  if (split !== undefined) return split;
  throw dataError("data.unknown-split", `There is no split "${text}"; there are ${SPLITS.join(", ")}.`);
}

/** Whether an example belongs to a split: by its folder where it has one, else by its official part. */
export function belongsTo({ folder, official }: Place, split: Split): boolean {
  switch (split) {
    case "all":
      return true;
    case "train":
      return folder === null ? official === "Training" : folder === "train";
    case "validation":
      return folder === "validation";
    case "test":
      return folder === null ? official === "PublicTest" || official === "PrivateTest" : folder === "test";
    default:
      return official === split;
  }
}

/** Picks the examples of the wanted split, and counts the parts that there are. */
export function chooseSplit<Example extends { place: Place }>(
  examples: readonly Example[],
  wanted: string | undefined,
): { split: Split; chosen: Example[]; parts: Record<string, number> } {
  const parts = countParts(examples);
  const divided = examples.some(({ place }) => place.folder !== null || place.official !== null);
  const split = wanted === undefined ? (divided ? "test" : "all") : parseSplit(wanted);
  const chosen = examples.filter(({ place }) => belongsTo(place, split));
  if (chosen.length > 0) return { split, chosen, parts };
  const there = Object.entries(parts).map(([name, count]) => `${name} (${count})`);
  throw dataError(
    "data.no-examples",
    there.length === 0 && examples.length > 0
      ? `The data is not divided, so that it has no split "${split}"; leave --split out or say "all".`
      : `The data has no example in the split "${split}"; it has ${there.join(", ") || "none at all"}.`,
  );
}

function countParts(examples: readonly { place: Place }[]): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const { place } of examples) {
    for (const name of [place.folder, place.official]) if (name !== null) parts[name] = (parts[name] ?? 0) + 1;
  }
  return parts;
}
