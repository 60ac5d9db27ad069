/** Starts the page: joins the player to mood, media keys and keyboard, and draws the app. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { bindComposingKeys, bindComposingMediaSession } from "./composing/composing-keys.ts";
import { joinComposing } from "./composing/page-composing.ts";
import { applyStoredTheme } from "./design/theme-store.ts";
import { followMoodStore } from "./playback/follower-store.ts";
import { bindShortcuts } from "./playback/keyboard-shortcuts.ts";
import { bindMediaSession } from "./playback/media-session.ts";
import { playerStore, recordOnLeave } from "./playback/player-store.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

applyStoredTheme();
followMoodStore();
joinComposing();
bindMediaSession(playerStore);
bindComposingMediaSession();
// Whoever has the loudspeaker has the keys: composing looks first, and leaves what is not its own.
bindComposingKeys();
bindShortcuts(playerStore);
recordOnLeave();

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, networkMode: "always" } } });

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
