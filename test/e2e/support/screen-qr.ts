import type { Locator } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

/** A picture as grey values, one octet a pixel, rows from the top. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly values: Buffer;
}

/**
 * What a camera sees that is held before the screen: the element as it is really drawn, in the middle of a white
 * picture.
 */
export async function photograph(shown: Locator, { width = 640, height = 480 } = {}): Promise<Grey> {
  const png = (await shown.screenshot()).toString('base64');
  const blank = await shown.page().context().newPage();
  const values = await blank.evaluate(
    async ({ data, w, h }) => {
      const octets = Uint8Array.from(atob(data), (c) => c.codePointAt(0) ?? 0);
      const picture = await createImageBitmap(new Blob([octets], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(w, h);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      const scale = Math.min(w / picture.width, h / picture.height) * 0.95;
      const [drawnWidth, drawnHeight] = [picture.width * scale, picture.height * scale];
      context.fillStyle = '#fff';
      context.fillRect(0, 0, w, h);
      context.drawImage(picture, (w - drawnWidth) / 2, (h - drawnHeight) / 2, drawnWidth, drawnHeight);
      const { data: pixels } = context.getImageData(0, 0, w, h);
      return btoa(
        Array.from({ length: w * h }, (_, i) =>
          String.fromCodePoint(
            Math.round(0.3 * (pixels[4 * i] ?? 0) + 0.6 * (pixels[4 * i + 1] ?? 0) + 0.1 * (pixels[4 * i + 2] ?? 0)),
          ),
        ).join(''),
      );
    },
    { data: png, w: width, h: height },
  );
  await blank.close();
  return { width, height, values: Buffer.from(values, 'base64') };
}

/** Reads a QR code as a phone would, by an independent reader of pictures. */
export function readQr({ width, height, values }: Grey): string {
  const data = new Uint8Array(width * height * 4);
  values.forEach((grey, i) => data.set([grey, grey, grey, 255], 4 * i));
  return decodeQR({ width, height, data });
}
