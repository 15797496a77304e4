import type { Waiver } from '../src/waiver.ts'
import { SHARED_WAIVERS } from './shared.ts'

/** The production stack keeps every rule, except where this says why not. */
export const PRODUCTION_WAIVERS: readonly Waiver[] = [...SHARED_WAIVERS]
