/** What Spotify's player in this browser has trouble with, in a sentence each with its way out. */
import type { PlayerProblem } from "../../services/frame-protocol.ts";

/** What the listener can press. */
export type WayOut = "reload" | "connect" | "device" | "next" | "press" | "none";

export interface PlayerTrouble {
  sentence: string;
  way: WayOut;
}

export const PLAYER_TROUBLE: Readonly<Record<PlayerProblem, PlayerTrouble>> = {
  "script-unreachable": {
    sentence: "Spotify's player could not be fetched. A content blocker may keep it away, or the network is down.",
    way: "reload",
  },
  "no-drm": {
    sentence: "This browser cannot play protected music. Use another browser, or another of your devices.",
    way: "device",
  },
  "sign-in": {
    sentence: "Spotify no longer accepts the sign-in for playing here. Connect again.",
    way: "connect",
  },
  subscription: {
    sentence: "Spotify plays in a browser for Premium accounts alone. The lists stay; open them in Spotify.",
    way: "none",
  },
  "not-playable": {
    sentence: "Spotify could not play this song here; it may not be offered in your country.",
    way: "next",
  },
  "press-needed": {
    sentence: "The browser wants a press before it lets Spotify sound: press “Tap to play” under Devices.",
    way: "press",
  },
  "device-gone": {
    sentence: "Spotify lost sight of this browser. Press “Play in this browser” again, or choose another device.",
    way: "device",
  },
  refused: { sentence: "Spotify's window was closed before it was done.", way: "none" },
};

/** What a refused command offers as its way out, by the server's code. */
export function wayOutOf(code: string): WayOut | "allow" | "spotify" {
  switch (code) {
    case "spotify.permission-missing":
      return "allow";
    case "spotify.no-device":
    case "spotify.device-gone":
    case "spotify.device-closed":
      return "device";
    case "spotify.sign-in-ended":
    case "service.not-connected":
      return "connect";
    case "spotify.premium-required":
    case "spotify.owner-premium":
      return "spotify";
    default:
      return "none";
  }
}
