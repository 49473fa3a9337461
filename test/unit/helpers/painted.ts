import type { Picture } from '../../helpers/picture-file.ts';

/** Red, green, blue. */
export type Colour = readonly [number, number, number];

export const WHITE: Colour = [250, 251, 252];
export const INK: Colour = [26, 31, 37];

/** A place in a picture, in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture in one colour. */
export function paint(width: number, height: number, colour: Colour): Picture {
  const picture = { width, height, data: Buffer.alloc(width * height * 4, 255) };
  return paintOver(picture, { x: 0, y: 0, width, height }, colour);
}

/** The picture with a place in another colour. */
export function paintOver(picture: Picture, place: Place, colour: Colour): Picture {
  const data = Buffer.from(picture.data);
  for (let y = place.y; y < place.y + place.height; y += 1) {
    for (let x = place.x; x < place.x + place.width; x += 1) data.set(colour, (y * picture.width + x) * 4);
  }
  return { ...picture, data };
}
