/** Every migration, in order. A released one is never edited: add the next. */
import type { Migration } from "../migration.ts";
import { listenerLibraryAndListening } from "./001-listener-library-and-listening.ts";
import { trackSources } from "./002-track-sources.ts";
import { composedPieces } from "./003-composed-pieces.ts";
import { services } from "./004-services.ts";
import { spotify } from "./005-spotify.ts";
import { subsonic } from "./006-subsonic.ts";
import { outsideFeatures } from "./007-outside-features.ts";
import { moreFeatures } from "./008-more-features.ts";
import { libraryAtScale } from "./009-library-at-scale.ts";
import { learning } from "./010-learning.ts";
import { journeysAndKeptPlaylists } from "./011-journeys-and-kept-playlists.ts";
import { duplicatesAndCharacter } from "./012-duplicates-and-character.ts";
import { exchange } from "./013-exchange.ts";
import { leaseOwners } from "./014-lease-owners.ts";

export const MIGRATIONS: readonly Migration[] = [
  listenerLibraryAndListening,
  trackSources,
  composedPieces,
  services,
  spotify,
  subsonic,
  outsideFeatures,
  moreFeatures,
  libraryAtScale,
  learning,
  journeysAndKeptPlaylists,
  duplicatesAndCharacter,
  exchange,
  leaseOwners,
];
