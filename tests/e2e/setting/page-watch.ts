/** Runs in the page before the app does: notes camera requests, frames given to workers, and audio elements. */

export interface Watched {
  /** Calls of getUserMedia. */
  cameraRequests: number;
  /** Every stream that getUserMedia gave. */
  streams: MediaStream[];
  /** Frames posted to a worker. */
  frames: number;
  /** Every audio element, in the order of their making; none is in the document. */
  audios: HTMLAudioElement[];
  /** Makes getUserMedia fail with a DOMException of this name; null lets it be. */
  failWith: string | null;
}

/** Self-contained: it is sent to the page as source. */
export function watchPage(): void {
  const watched: Watched = { cameraRequests: 0, streams: [], frames: 0, audios: [], failWith: null };
  globalThis.window.watched = watched;
  const devices = navigator.mediaDevices;
  if (devices !== undefined) {
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      watched.cameraRequests += 1;
      if (watched.failWith !== null) throw new DOMException("as the test says", watched.failWith);
      const stream = await ask(constraints);
      watched.streams.push(stream);
      return stream;
    };
  }
  Worker.prototype.postMessage = new Proxy(Reflect.get(Worker.prototype, "postMessage"), {
    apply(original, worker, given) {
      const message: unknown = given[0];
      if (typeof message === "object" && message !== null && "kind" in message && message.kind === "frame") {
        watched.frames += 1;
      }
      return Reflect.apply(original, worker, given);
    },
  });
  globalThis.window.Audio = new Proxy(globalThis.window.Audio, {
    construct(Original, given) {
      const audio: HTMLAudioElement = Reflect.construct(Original, given);
      watched.audios.push(audio);
      return audio;
    },
  });
}
