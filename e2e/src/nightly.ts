/** The nightly run (.github/workflows/nightly.yml) plants all bugs and plays all stories; every other run takes a sample. */
export const IS_NIGHTLY = process.env.MERIDIAN_NIGHTLY === '1'
