import { PriceList } from '../src/price-list.ts'
import { COMPUTE } from './2026-11/compute.ts'
import { DATABASE } from './2026-11/database.ts'
import { EDGE } from './2026-11/edge.ts'
import { NETWORK } from './2026-11/network.ts'
import { OBSERVABILITY } from './2026-11/observability.ts'
import { SECURITY } from './2026-11/security.ts'
import { STORAGE } from './2026-11/storage.ts'

const PRICES = { ...COMPUTE, ...DATABASE, ...EDGE, ...NETWORK, ...OBSERVABILITY, ...SECURITY, ...STORAGE }

/** Names of everything that has a price. */
export type PriceId = keyof typeof PRICES

/** In US dollars, without tax, free tiers, credits and volume discounts. A new month is a new file next to this one. */
export const PRICES_2026_11: PriceList<PriceId> = PriceList.of('2026-11', PRICES)
