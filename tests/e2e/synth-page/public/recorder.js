/** An audio worklet that hands on every sample it hears, in stretches of about a tenth of a second, with the time of the first. */
class Recorder extends AudioWorkletProcessor {
  #left = [];
  #right = [];
  #startTime = 0;

  process([input]) {
    if (this.#left.length === 0) this.#startTime = currentTime;
    const [left, right = left] = input;
    this.#left.push(left?.slice() ?? new Float32Array(128));
    this.#right.push(right?.slice() ?? new Float32Array(128));
    if (this.#left.length === 32) {
      // A message port has no origin to name.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      this.port.postMessage({ startTime: this.#startTime, left: this.#left, right: this.#right });
      this.#left = [];
      this.#right = [];
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
