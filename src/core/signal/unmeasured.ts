/** What only the sound itself can tell, for tracks whose sound was not analysed: composed pieces, guesses of others. */
export const UNMEASURED = {
  beatStrength: null,
  keyStrength: null,
  majorness: null,
  chromaEntropy: null,
  crestFactorDb: null,
  rolloffHz: null,
  flatness: null,
  fluxDb: null,
  roughness: null,
  danceability: null,
} as const;
