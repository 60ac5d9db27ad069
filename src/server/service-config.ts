/** The part of the environment that concerns the services outside; config.ts reads it together with the rest. */
import { z } from "zod";

export interface ServiceConfig {
  /** MOODSYNC_SECRET; null to use a key file in the data folder. */
  secret: string | null;
  spotify: {
    /** Null where the listener sets it in the page. */
    clientId: string | null;
    /** Without a slash at the end, as are all addresses here. */
    apiUrl: string;
    accountsUrl: string;
    sdkUrl: string;
  };
  appleMusic: {
    teamId: string | null;
    keyId: string | null;
    /** Absolute or relative path of the .p8 file. */
    privateKeyFile: string | null;
    apiUrl: string;
    sdkUrl: string;
  };
  /** All null where the listener connects a server in the page. */
  subsonic: { address: string | null; username: string | null; password: string | null; apiKey: string | null };
  outsideFeatures: { reccobeatsUrl: string; lastfmUrl: string };
}

/** A secret shorter than this could be guessed. */
const SHORTEST_SECRET = 16;

export const serviceVariables = {
  MOODSYNC_SECRET: z.string().min(SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} characters`).optional(),
  MOODSYNC_SPOTIFY_CLIENT_ID: z
    .string()
    .regex(/^[0-9a-zA-Z]{8,64}$/, "must be the client id that the developer dashboard shows, letters and digits")
    .optional(),
  MOODSYNC_SPOTIFY_API_URL: addressWithDefault("https://api.spotify.com/v1"),
  MOODSYNC_SPOTIFY_ACCOUNTS_URL: addressWithDefault("https://accounts.spotify.com"),
  MOODSYNC_SPOTIFY_SDK_URL: addressWithDefault("https://sdk.scdn.co/spotify-player.js"),
  MOODSYNC_APPLE_TEAM_ID: z
    .string()
    .regex(/^[A-Z0-9]{10}$/, "must be ten capital letters and digits")
    .optional(),
  MOODSYNC_APPLE_KEY_ID: z
    .string()
    .regex(/^[A-Z0-9]{10}$/, "must be ten capital letters and digits")
    .optional(),
  MOODSYNC_APPLE_PRIVATE_KEY_FILE: z
    .string()
    .refine((path) => !path.includes("\0"), "must be a path")
    .optional(),
  MOODSYNC_APPLE_API_URL: addressWithDefault("https://api.music.apple.com"),
  MOODSYNC_APPLE_SDK_URL: addressWithDefault("https://js-cdn.music.apple.com/musickit/v3/musickit.js"),
  MOODSYNC_SUBSONIC_URL: z
    .string()
    .refine(isServerAddress, "must be an http or https address, without user and password")
    .optional(),
  MOODSYNC_SUBSONIC_USER: z.string().max(200).optional(),
  MOODSYNC_SUBSONIC_PASSWORD: z.string().max(500).optional(),
  MOODSYNC_SUBSONIC_API_KEY: z.string().max(1000).optional(),
  MOODSYNC_RECCOBEATS_API_URL: addressWithDefault("https://api.reccobeats.com"),
  MOODSYNC_LASTFM_API_URL: addressWithDefault("https://ws.audioscrobbler.com"),
};

const ServiceVariablesSchema = z.object(serviceVariables);

/** Sorts what was read into its services. */
export function toServiceConfig(read: z.output<typeof ServiceVariablesSchema>): ServiceConfig {
  return {
    secret: read.MOODSYNC_SECRET ?? null,
    spotify: {
      clientId: read.MOODSYNC_SPOTIFY_CLIENT_ID ?? null,
      apiUrl: read.MOODSYNC_SPOTIFY_API_URL,
      accountsUrl: read.MOODSYNC_SPOTIFY_ACCOUNTS_URL,
      sdkUrl: read.MOODSYNC_SPOTIFY_SDK_URL,
    },
    appleMusic: {
      teamId: read.MOODSYNC_APPLE_TEAM_ID ?? null,
      keyId: read.MOODSYNC_APPLE_KEY_ID ?? null,
      privateKeyFile: read.MOODSYNC_APPLE_PRIVATE_KEY_FILE ?? null,
      apiUrl: read.MOODSYNC_APPLE_API_URL,
      sdkUrl: read.MOODSYNC_APPLE_SDK_URL,
    },
    subsonic: {
      address: read.MOODSYNC_SUBSONIC_URL ?? null,
      username: read.MOODSYNC_SUBSONIC_USER ?? null,
      password: read.MOODSYNC_SUBSONIC_PASSWORD ?? null,
      apiKey: read.MOODSYNC_SUBSONIC_API_KEY ?? null,
    },
    outsideFeatures: { reccobeatsUrl: read.MOODSYNC_RECCOBEATS_API_URL, lastfmUrl: read.MOODSYNC_LASTFM_API_URL },
  };
}

/** With nothing set. */
export function defaultServiceConfig(): ServiceConfig {
  return toServiceConfig(ServiceVariablesSchema.parse({}));
}

/** An address that tokens may be sent to: over TLS, or to this machine itself. */
function addressWithDefault(address: string) {
  return z
    .string()
    .refine(mayCarryTokens, "must be an https address, or an http one on this machine (127.0.0.1)")
    .transform((given) => given.replace(/\/+$/, ""))
    .default(address);
}

function isServerAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function mayCarryTokens(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if (username !== "" || password !== "" || search !== "" || hash !== "") return false;
  if (protocol === "https:") return true;
  return (
    protocol === "http:" && (hostname === "[::1]" || hostname === "localhost" || /^127\.\d+\.\d+\.\d+$/.test(hostname))
  );
}
