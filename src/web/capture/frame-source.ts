/**
 * Takes frames out of a camera stream, each only when someone wants it.
 * Where MediaStreamTrackProcessor is to be had on the page (Chromium) frames come straight from the track;
 * elsewhere a video element tells when a new frame is there, and the frame is taken from it.
 */
import type { Picture } from "./face-worker-protocol.ts";
import type { TrackProcessor } from "./platform-types.ts";

export interface FrameSink {
  /** Whether a frame would be taken now; asked before one is made. */
  wanted: () => boolean;
  /** A frame that nobody wanted went by. */
  skipped: () => void;
  /** Takes the frame over; `timestampMs` is performance.now() at the time it came. */
  take: (picture: Picture, timestampMs: number) => void;
  /** The stream's frames cannot be taken any more. */
  failed: (error: unknown) => void;
}

function trackProcessorOf(track: MediaStreamTrack): TrackProcessor | null {
  const Processor = globalThis.MediaStreamTrackProcessor;
  return Processor === undefined ? null : new Processor({ track, maxBufferSize: 1 });
}

function fromTrack(processor: TrackProcessor, sink: FrameSink): () => void {
  const reader = processor.readable.getReader();
  const stop = new AbortController();
  const pump = async () => {
    while (!stop.signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- frames come one after the other
      const { done, value } = await reader.read();
      if (done) return;
      if (stop.signal.aborted) value.close();
      else if (sink.wanted()) sink.take(value, performance.now());
      else {
        value.close();
        sink.skipped();
      }
    }
  };
  pump().catch((error: unknown) => {
    if (!stop.signal.aborted) sink.failed(error);
  });
  return () => {
    stop.abort();
    reader.cancel().catch(() => undefined);
  };
}

/** A VideoFrame where WebCodecs is to be had (no copy), else a bitmap. */
function grab(video: HTMLVideoElement, timestampMs: number): Promise<Picture> {
  if (typeof VideoFrame === "function") {
    return Promise.resolve(new VideoFrame(video, { timestamp: Math.round(timestampMs * 1000) }));
  }
  return createImageBitmap(video);
}

function fromVideo(stream: MediaStream, sink: FrameSink): () => void {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const stop = new AbortController();
  const fail = (error: unknown) => {
    if (!stop.signal.aborted) sink.failed(error);
  };
  const take = async () => {
    const timestampMs = performance.now();
    const picture = await grab(video, timestampMs);
    if (stop.signal.aborted) picture.close();
    else sink.take(picture, timestampMs);
  };
  let callback = 0;
  const onFrame = () => {
    if (stop.signal.aborted) return;
    callback = video.requestVideoFrameCallback(onFrame);
    if (sink.wanted()) take().catch(fail);
    else sink.skipped();
  };
  callback = video.requestVideoFrameCallback(onFrame);
  video.play().catch(fail);
  return () => {
    stop.abort();
    video.cancelVideoFrameCallback(callback);
    video.srcObject = null;
  };
}

/**
 * Starts taking frames.
 * @returns stops it; the stream itself is left running
 */
export function startFrames(stream: MediaStream, sink: FrameSink): () => void {
  const track = stream.getVideoTracks()[0];
  const processor = track === undefined ? null : trackProcessorOf(track);
  return processor === null ? fromVideo(stream, sink) : fromTrack(processor, sink);
}
