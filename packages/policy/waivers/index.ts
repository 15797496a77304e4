import type { Waiver } from '../src/waiver.ts'
import { POC_WAIVERS } from './poc.ts'
import { PRODUCTION_WAIVERS } from './production.ts'

/** Each stack's waivers, by its name. */
export const WAIVERS: Readonly<Record<string, readonly Waiver[]>> = {
  poc: POC_WAIVERS,
  production: PRODUCTION_WAIVERS,
}
