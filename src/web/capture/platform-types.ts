/** Browser features that TypeScript's DOM library does not declare yet; each may be absent, so each is checked for. */

/** Media Capture Transform (W3C): a track's frames as a stream. */
export interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}

/** What a page may use; asked by feature name. */
export interface FeaturePolicy {
  allowsFeature: (name: string) => boolean;
}

/** A frame with the orientation that newer browsers declare. */
export type CameraFrame = VideoFrame;

declare global {
  // oxlint-disable-next-line no-var -- only `var` declares a property of globalThis
  var MediaStreamTrackProcessor:
    | (new (options: { track: MediaStreamTrack; maxBufferSize?: number }) => TrackProcessor)
    | undefined;

  interface VideoFrame {
    /** Clockwise degrees that the frame is to be turned by. */
    readonly rotation?: number;
    readonly flip?: boolean;
  }

  interface Document {
    readonly permissionsPolicy?: FeaturePolicy;
    readonly featurePolicy?: FeaturePolicy;
  }
}
