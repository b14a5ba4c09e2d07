/** Test signals. */

/** frames samples with the same value. */
export function constant(frames: number, value: number): Float32Array {
  return new Float32Array(frames).fill(value);
}

/** A signal with a mix of content: two sines, a click at the start, reproducible noise. Peak below 1. */
export function signal(frames: number, channel = 0): Float32Array {
  let noise = 12345 + channel;
  return Float32Array.from({ length: frames }, (_, i) => {
    noise = (Math.imul(noise, 1103515245) + 12345) >>> 0;
    const sines = 0.3 * Math.sin(i * 0.031 * (channel + 1)) + 0.2 * Math.sin(i * 0.41);
    return sines + 0.1 * (noise / 2 ** 31 - 1) + (i === 0 ? 0.3 : 0);
  });
}
