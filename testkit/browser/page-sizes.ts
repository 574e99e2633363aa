/** How the page is looked at: a laptop, an old tablet, a phone, and a laptop zoomed to 200 %. */
export interface PageSize {
  name: string;
  width: number;
  height: number;
}

/** Zoom divides a browser's CSS pixels, and so is a smaller window. A further size is one entry. */
export const PAGE_SIZES: readonly PageSize[] = [
  { name: '1440 x 900', width: 1440, height: 900 },
  { name: '1024 x 768', width: 1024, height: 768 },
  { name: '390 x 844', width: 390, height: 844 },
  { name: '1440 x 900 at 200 %', width: 720, height: 450 },
];

export const COLOUR_SCHEMES = ['light', 'dark'] as const;
