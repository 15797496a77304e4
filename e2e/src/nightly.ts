/** Every night (.github/workflows/nightly.yml) all bugs are planted and all stories told; every other run takes a sample. */
export const IS_NIGHTLY = process.env.MERIDIAN_NIGHTLY === '1'
