import { renameSync, writeFileSync } from 'node:fs';
import type { Grey } from './screen-qr.ts';

/** Two frames, so that a reader that wants to see motion gets a second one. */
const FRAMES = 2;

/** A camera that looks at a white wall. */
export const WALL: Grey = { width: 640, height: 480, values: Buffer.alloc(640 * 480, 235) };

/**
 * Writes what Chromium's fake camera shows when it is next opened: YUV4MPEG2, a text header and raw planes.
 * @param path the file that `--use-file-for-fake-video-capture` names
 */
export function writeFilm(path: string, { width, height, values }: Grey): void {
  const colourless = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), values.map(studioRange), colourless]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420\n`);
  writeFileSync(`${path}.part`, Buffer.concat([head, ...Array.from({ length: FRAMES }, () => frame)]));
  renameSync(`${path}.part`, path);
}

/** Luma is 16 to 235 (ITU-R BT.601). */
const studioRange = (value: number): number => 16 + Math.round((value * 219) / 255);
