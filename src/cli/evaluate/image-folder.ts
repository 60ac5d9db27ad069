/**
 * Reads an image folder: DIR/<emotion>/*.png|jpg|webp, or the same under DIR/train, DIR/validation and DIR/test, which is the public
 * layout of FER2013. Pictures in deeper folders are not looked at.
 */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { EMOTIONS, type Emotion } from "../../core/affect/emotion.ts";
import { MoodSyncError } from "../../core/errors.ts";
import { readPhoto } from "../photo.ts";
import { emotionOfFolder } from "./class-names.ts";
import { chooseSplit, officialPartOf, partOfFolder, type FolderPart, type Place } from "./data-split.ts";
import { dataError, unreadable } from "./data-errors.ts";
import { evenSample, tileOf, type DataWish, type LabelledData } from "./labelled-tile.ts";

interface PictureFile {
  file: string;
  truth: Emotion;
  place: Place;
}

interface Listing {
  pictures: PictureFile[];
  leftOut: number;
}

const PICTURE_NAME = /\.(?:png|jpe?g|webp)$/iu;
/** Made by operating systems and archivers beside what the user put there. */
const NOT_THE_USERS = /^(?:\.|__MACOSX$)/u;
const DECODED_AT_ONCE = 8;

/** @throws MoodSyncError `data.no-class`, `data.unknown-class`, `data.no-examples`, `data.unknown-split`, `data.unreadable`, `photo.*` */
export async function readImageFolder(folder: string, wish: DataWish): Promise<LabelledData> {
  const { pictures, leftOut } = await listPictures(folder);
  const { split, chosen, parts } = chooseSplit(pictures, wish.split);
  const sample = evenSample(chosen.length, wish.limit).map((i) => chosen[i]!);
  const data: LabelledData = { kind: "folder", tiles: [], split, available: chosen.length, parts, resized: 0, leftOut };
  for (let start = 0; start < sample.length; start += DECODED_AT_ONCE) {
    wish.signal.throwIfAborted();
    const batch = sample.slice(start, start + DECODED_AT_ONCE);
    for (const { tile, resized } of await Promise.all(batch.map((picture) => readTile(picture, wish.size)))) {
      data.tiles.push(tile);
      if (resized) data.resized++;
    }
    wish.onProgress(data.tiles.length, sample.length);
  }
  return data;
}

async function listPictures(folder: string): Promise<Listing> {
  const names = await foldersIn(folder);
  const divisions = names.flatMap((name) => {
    const part = partOfFolder(name);
    return part === undefined ? [] : [{ part, folder: path.join(folder, name) }];
  });
  if (divisions.length === 0) return listClasses(folder, null);
  const stray = names.find((name) => partOfFolder(name) === undefined);
  if (stray !== undefined) {
    throw dataError(
      "data.unknown-class",
      `${path.join(folder, stray)} stands beside ${path.basename(divisions[0]!.folder)} but is no part of the data (train, validation, test).`,
    );
  }
  const listings = await Promise.all(divisions.map((division) => listClasses(division.folder, division.part)));
  return {
    pictures: listings.flatMap((listing) => listing.pictures),
    leftOut: listings.reduce((sum, listing) => sum + listing.leftOut, 0),
  };
}

async function listClasses(folder: string, part: FolderPart | null): Promise<Listing> {
  const listing: Listing = { pictures: [], leftOut: 0 };
  const names = await foldersIn(folder);
  if (!names.some((name) => emotionOfFolder(name) !== undefined)) {
    throw dataError(
      "data.no-class",
      `${folder} has no folder that is named after an emotion (${EMOTIONS.join(", ")}).`,
    );
  }
  for (const name of names) {
    const truth = emotionOfFolder(name);
    if (truth === undefined) {
      throw dataError(
        "data.unknown-class",
        `${path.join(folder, name)} is named after none of the seven emotions (${EMOTIONS.join(", ")}).`,
      );
    }
    for (const file of await entriesOf(path.join(folder, name))) {
      const place = { folder: part, official: officialPartOf(file) };
      if (PICTURE_NAME.test(file)) listing.pictures.push({ file: path.join(folder, name, file), truth, place });
      else listing.leftOut++;
    }
  }
  return listing;
}

async function foldersIn(folder: string): Promise<string[]> {
  const names = await entriesOf(folder);
  const isFolder = await Promise.all(
    names.map(async (name) => (await stat(path.join(folder, name)).catch(() => null))?.isDirectory() === true),
  );
  return names.filter((_, i) => isFolder[i]);
}

/** Names in the order of their letters, whatever order the disk gives. */
async function entriesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(folder, cause);
  });
  return names.filter((name) => !NOT_THE_USERS.test(name)).sort();
}

async function readTile({ file, truth }: PictureFile, size: number) {
  try {
    const picture = await readPhoto(file);
    const resized = picture.scale !== 1 || picture.width !== size || picture.height !== size;
    return { tile: { truth, pixels: tileOf(picture, size) }, resized };
  } catch (error) {
    if (!(error instanceof MoodSyncError)) throw error;
    throw new MoodSyncError(error.code, `${file}: ${error.message}`, { kind: error.kind, cause: error });
  }
}
