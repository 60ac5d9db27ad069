/**
 * Takes up an earlier bar: the tokens that it had, as far as they still may follow. A chord that holds already is not named
 * again, a note whose pitch still rings is left out, and a group that nothing is left of falls away.
 */
import { writeBar, type BarEvents } from "./bar-events.ts";
import { advance, copyGrammarState, isAllowed, type GrammarState } from "./grammar.ts";
import type { Token, Vocabulary } from "./vocabulary.ts";

/**
 * The tokens with which `events` may be played again.
 * @param state just after the bar line; it is not changed
 * @param suits what the form asks of the bar
 * @returns null where too little of the bar would be left, or the bar could not end there
 */
export function repeatBar(
  events: BarEvents,
  state: GrammarState,
  vocabulary: Vocabulary,
  suits: (state: GrammarState, token: Token) => boolean,
): number[] | null {
  const trial = copyGrammarState(state);
  const ids: number[] = [];
  let left = 0;
  const may = (token: Token): boolean => isAllowed(trial, token) && suits(trial, token);
  const take = (token: Token): boolean => {
    const id = vocabulary.idOf(token);
    if (id === undefined || !may(token)) return false;
    advance(trial, token);
    ids.push(id);
    return true;
  };
  for (const group of groupsOf(writeBar(events, vocabulary))) {
    const before = copyGrammarState(trial);
    const length = ids.length;
    if (!take(group.position)) return null;
    if (group.chord !== undefined) take(group.chord);
    for (const [note, duration] of group.notes) {
      const beforeNote = copyGrammarState(trial);
      if (take(note) && take(duration)) continue;
      left++;
      while (ids.length > 0 && vocabulary.tokens[ids.at(-1)!]!.kind === note.kind) ids.pop();
      Object.assign(trial, beforeNote);
    }
    if (ids.length > length + 1) continue;
    ids.length = length;
    Object.assign(trial, before);
  }
  const ends = may({ kind: "bar" });
  return ends && left <= events.notes.length / 4 ? ids : null;
}

interface Group {
  position: Token;
  chord?: Token;
  notes: [note: Token, duration: Token][];
}

function groupsOf(tokens: readonly Token[]): Group[] {
  const groups: Group[] = [];
  for (const [i, token] of tokens.entries()) {
    const group = groups.at(-1);
    if (token.kind === "position") groups.push({ position: token, notes: [] });
    else if (token.kind === "chord") group!.chord = token;
    else if (token.kind !== "duration") group!.notes.push([token, tokens[i + 1]!]);
  }
  return groups;
}
