/**
 * A script in the place of Spotify's Web Playback SDK, with the same surface: it puts a frame of the stand-in's own origin
 * into the page, as the real one does, and that frame talks to the stand-in. It makes no sound.
 */

/** What `<script src=sdkUrl>` gets. */
export const SDK_SCRIPT = `(() => {
  const base = new URL(document.currentScript.src).origin;
  class Player {
    #listeners = new Map(); #options; #frame = null; #activated = false; #answers = new Map(); #count = 0;
    constructor(options) { this.#options = options; }
    addListener(event, listener) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
      return true;
    }
    removeListener(event) { return this.#listeners.delete(event); }
    #tell(event, value) { for (const listener of this.#listeners.get(event) ?? []) listener(value); }
    async connect() {
      const token = await new Promise((resolve) => this.#options.getOAuthToken(resolve));
      this.#frame = document.createElement("iframe");
      this.#frame.src = base + "/sdk/frame.html";
      this.#frame.style.display = "none";
      this.#frame.setAttribute("aria-hidden", "true");
      this.#frame.tabIndex = -1;
      addEventListener("message", (message) => {
        if (message.source !== this.#frame?.contentWindow) return;
        const { event, value, reply } = message.data;
        if (reply !== undefined) { this.#answers.get(reply)?.(value); this.#answers.delete(reply); }
        else if (event === "player_state_changed" && value?.blocked && !this.#activated) this.#tell("autoplay_failed");
        else this.#tell(event, event === "player_state_changed" ? value?.state ?? null : value);
      });
      const loaded = new Promise((resolve) => this.#frame.addEventListener("load", resolve, { once: true }));
      document.body.append(this.#frame);
      await loaded;
      return await this.#ask("connect", { token, name: this.#options.name });
    }
    #ask(command, value) {
      if (!this.#frame) return Promise.resolve(false);
      const id = (this.#count += 1);
      this.#frame.contentWindow.postMessage({ id, command, value }, base);
      return new Promise((resolve) => this.#answers.set(id, resolve));
    }
    disconnect() { void this.#ask("disconnect"); }
    async activateElement() { this.#activated = true; }
    async getCurrentState() { return await this.#ask("state"); }
    async pause() { await this.#ask("pause"); }
    async resume() { await this.#ask("resume"); }
    async togglePlay() { await this.#ask("toggle"); }
    async nextTrack() { await this.#ask("next"); }
    async previousTrack() { await this.#ask("previous"); }
    async seek(ms) { await this.#ask("seek", ms); }
    async setVolume(share) { await this.#ask("volume", share); }
  }
  window.Spotify = { Player };
  window.onSpotifyWebPlaybackSDKReady?.();
})();
`;

/** The frame: passes commands to the stand-in by HTTP and what happens back as messages. */
export const SDK_FRAME = `<!doctype html><meta charset="utf-8"><title>Player</title><script>
  let page = null, origin = "*", device = null, events = null;
  const tell = (event, value) => page?.postMessage({ event, value }, origin);
  const send = async (path, body) => (await fetch(path, { method: "POST", body: JSON.stringify(body) })).json();
  addEventListener("message", async ({ source, origin: from, data: { id, command, value } }) => {
    page = source; origin = from;
    const reply = (answer) => source.postMessage({ reply: id, value: answer }, from);
    if (command === "connect") {
      const joined = await send("/sdk/connect", value);
      if (joined.problem) { tell(joined.problem, { message: joined.problem }); return reply(false); }
      device = joined.device_id;
      events = new EventSource("/sdk/events?device=" + encodeURIComponent(device));
      events.addEventListener("state", ({ data }) => tell("player_state_changed", JSON.parse(data)));
      events.addEventListener("gone", () => tell("not_ready", { device_id: device }));
      events.addEventListener("open", () => tell("ready", { device_id: device }), { once: true });
      return reply(true);
    }
    const answer = await send("/sdk/command", { device, command, value });
    if (command === "disconnect") events?.close();
    reply(answer.state ?? null);
  });
</script>`;
