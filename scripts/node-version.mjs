/**
 * Says whether this Node is new enough, in syntax that every Node with modules can read.
 * The entry points ask it before they load anything newer.
 */

export var OLDEST_NODE = "20.19.0";

/**
 * Whether a version such as "20.19.0" is at least the oldest one that is supported.
 * @param {string} version
 * @returns {boolean}
 */
export function isSupportedNode(version) {
  var wanted = OLDEST_NODE.split(".").map(Number);
  var given = version.split(".").map(Number);
  for (var i = 0; i < wanted.length; i += 1) {
    if (given[i] !== wanted[i]) return Number(given[i]) > Number(wanted[i]);
  }
  return true;
}

/**
 * Prints one clear sentence and returns false when this Node is too old.
 * @returns {boolean}
 */
export function checkNode() {
  if (isSupportedNode(process.versions.node)) return true;
  console.error(
    "MoodSync needs Node " +
      OLDEST_NODE +
      " or newer; this is Node " +
      process.versions.node +
      ". Get one at https://nodejs.org",
  );
  process.exitCode = 1;
  return false;
}
