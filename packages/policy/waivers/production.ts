import type { Waiver } from '../src/waiver.ts'

/** The production stack keeps every rule, except where this says why not. */
export const PRODUCTION_WAIVERS: readonly Waiver[] = []
