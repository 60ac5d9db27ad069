/** The moods' colours on a cover, after those of the page (design/tokens.css); one ground for light and dark pages alike. */
import type { Emotion } from "../../core/affect/emotion.ts";

export interface CoverColours {
  /** Where the light falls, and the outer ground. */
  light: string;
  ground: string;
  /** The melody, the voices below it, and the bass. */
  melody: string;
  harmony: string;
  deep: string;
}

export const COVER_COLOURS: Readonly<Record<Emotion, CoverColours>> = {
  neutral: { light: "#d9f0ec", ground: "#7cc4bf", melody: "#0c4a4c", harmony: "#1f7d7b", deep: "#0f3536" },
  happy: { light: "#ffeeb8", ground: "#ffb62e", melody: "#7d2f00", harmony: "#b8640a", deep: "#4f2600" },
  sad: { light: "#d3e4fb", ground: "#6ca3ee", melody: "#14335f", harmony: "#28568f", deep: "#0d2140" },
  angry: { light: "#ffd0c6", ground: "#f4695b", melody: "#5f0d0a", harmony: "#a12a22", deep: "#3d0705" },
  fear: { light: "#e4d9ff", ground: "#9a7af2", melody: "#33186e", harmony: "#5f3fa8", deep: "#20103f" },
  disgust: { light: "#e6f2c2", ground: "#98bd3e", melody: "#26380a", harmony: "#45610f", deep: "#1a2606" },
  surprise: { light: "#ffd9ec", ground: "#f16db6", melody: "#5f0f38", harmony: "#98245f", deep: "#3c0a24" },
};
