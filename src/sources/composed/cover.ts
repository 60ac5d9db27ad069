/**
 * Cover art drawn from a piece's notes: its piano roll wound once around a disc, time clockwise from the top, pitch
 * outwards, loudness as opacity, in the colours of its mood. The same piece gives the same picture.
 */
import sharp from "sharp";
import { nearestEmotion } from "../../core/affect/mood-words.ts";
import { TICKS_PER_BAR, type Note, type Piece } from "../../core/composition/piece.ts";
import type { Cover } from "../music-source.ts";
import { COVER_COLOURS, type CoverColours } from "./cover-colours.ts";

const SIZE = 600;
const CENTRE = SIZE / 2;
const INNERMOST = 62;
const OUTERMOST = 270;
/** More notes than this are not told apart at this size; every so-manieth is drawn. */
const MOST_DRAWN = 3000;

/** The cover as a WebP picture of 600 x 600. */
export async function drawCover(piece: Piece): Promise<Cover> {
  const data = await sharp(Buffer.from(coverSvg(piece)))
    .webp({ quality: 82, effort: 2 })
    .toBuffer();
  return { mimeType: "image/webp", data };
}

/** The drawing itself. */
export function coverSvg(piece: Piece): string {
  const colours = COVER_COLOURS[piece.mood.emotion ?? nearestEmotion(piece.mood)];
  const pitched = piece.notes.filter(({ voice }) => voice !== "percussion");
  const step = Math.max(1, Math.ceil(pitched.length / MOST_DRAWN));
  const drawn = pitched.filter((_, index) => index % step === 0);
  const pitches = drawn.map(({ pitch }) => pitch);
  const [lowest, highest] = [Math.min(48, ...pitches), Math.max(72, ...pitches)];
  const radiusOf = (pitch: number): number =>
    INNERMOST + ((pitch - lowest) / (highest - lowest)) * (OUTERMOST - INNERMOST);
  const total = piece.bars * TICKS_PER_BAR;
  const width = Math.max(3, (OUTERMOST - INNERMOST) / (highest - lowest) + 1);
  const arcs = drawn.map((note) => arcOf(note, { radius: radiusOf(note.pitch), total, width, colours }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 ${SIZE} ${SIZE}">`,
    `<defs><radialGradient id="ground" cx="34%" cy="28%" r="90%">`,
    `<stop offset="0" stop-color="${colours.light}"/><stop offset="1" stop-color="${colours.ground}"/>`,
    `</radialGradient></defs>`,
    `<rect width="${SIZE}" height="${SIZE}" fill="url(#ground)"/>`,
    `<g fill="none" stroke-linecap="round">${arcs.join("")}</g>`,
    `<circle cx="${CENTRE}" cy="${CENTRE}" r="${INNERMOST - 24}" fill="${colours.deep}"/>`,
    `<circle cx="${CENTRE}" cy="${CENTRE}" r="7" fill="${colours.light}"/>`,
    `</svg>`,
  ].join("");
}

interface Placing {
  radius: number;
  /** Ticks of the whole turn. */
  total: number;
  width: number;
  colours: CoverColours;
}

function arcOf(note: Note, { radius, total, width, colours }: Placing): string {
  const from = angleAt(note.startTicks / total);
  // A dot where the note is too short for an arc; never a whole turn, which an arc cannot draw.
  const share = Math.min(Math.max(note.durationTicks / total, 0.0015), 0.9);
  const to = angleAt(note.startTicks / total + share);
  const opacity = (0.25 + 0.75 * (note.velocity / 127)).toFixed(2);
  const colour = note.voice === "melody" ? colours.melody : note.voice === "bass" ? colours.deep : colours.harmony;
  const stroke = (note.voice === "melody" ? width * 1.7 : width).toFixed(1);
  const path = `M${pointAt(radius, from)}A${radius.toFixed(1)} ${radius.toFixed(1)} 0 ${share > 0.5 ? 1 : 0} 1 ${pointAt(radius, to)}`;
  return `<path d="${path}" stroke="${colour}" stroke-width="${stroke}" stroke-opacity="${opacity}"/>`;
}

function angleAt(share: number): number {
  return share * 2 * Math.PI - Math.PI / 2;
}

function pointAt(radius: number, angle: number): string {
  return `${(CENTRE + radius * Math.cos(angle)).toFixed(1)} ${(CENTRE + radius * Math.sin(angle)).toFixed(1)}`;
}
