// SPDX-License-Identifier: BSD-2-Clause
/**
 * Rendering as a stage of other people's pipelines: a pair of Web streams, or a stream of Node's. Chunks are pieces of sound (arrays of
 * channels).
 */
import { Duplex } from 'node:stream';
import { ReadableStream, TransformStream } from 'node:stream/web';
import { checkRendering } from './render-checks.ts';
import type { Link } from './render-link.ts';
import type { SoundTransform, StreamOptions } from './render-types.ts';
import { renderStream } from './rendering.ts';
import type { Planes } from './types.ts';

/** See PluginHost.transformStream. */
export function webTransform(plugins: readonly Link[], options: StreamOptions): SoundTransform {
  checkRendering(options, plugins.length);
  const { writable, readable } = new TransformStream<Planes, Planes>();
  return { writable, readable: ReadableStream.from(renderStream(plugins, readable, options)) };
}

/** See PluginHost.transform. */
export function nodeTransform(plugins: readonly Link[], options: StreamOptions): Duplex {
  checkRendering(options, plugins.length);
  return Duplex.from((source: AsyncIterable<Planes>) => renderStream(plugins, source, options));
}
