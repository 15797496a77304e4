import type { Random } from '@meridian/drills'
import { REGION_IDS, type RegionId } from '@meridian/topology'
import type { Service, Visitor } from './service.ts'

const VISITORS_PER_REGION = 5
const LONGEST_PAUSE_MS = 12
const RETRY_MS = 60
/** How long a visitor keeps retrying a write after the last new request. */
const PATIENCE_MS = 20_000
const NEWEST = 60
/** Shares of a visitor's next action; the rest reads rows stored by others. */
const SHARE = { write: 0.45, sendAgain: 0.12, readOwn: 0.28 } as const
const AT_HOME = 0.6
const REQUESTS_PER_SESSION = 25

export interface Visitors {
  /** Starts nothing new; resolves when all visitors are done or have given up. */
  leave(): Promise<void>
}

/** Visitors in every region: each does one thing after the other, sometimes in another region than before. */
export function startVisitors(
  services: Readonly<Record<RegionId, Service>>,
  random: Random,
  prefix: string,
): Visitors {
  const newest: string[] = []
  let isLeaving = false
  let lastMs = Number.POSITIVE_INFINITY
  const walks = REGION_IDS.flatMap((home) =>
    Array.from({ length: VISITORS_PER_REGION }, (_, index) => walk(home, index)),
  )
  return {
    async leave() {
      isLeaving = true
      lastMs = performance.now() + PATIENCE_MS
      await Promise.all(walks)
    },
  }

  async function walk(home: RegionId, index: number): Promise<void> {
    const own = random.fork(`${home} ${index}`)
    const elsewhere = () => (own.next() < AT_HOME ? home : (own.pick(REGION_IDS) ?? home))
    for (let session = 1; !isLeaving; session += 1)
      await visit(`${prefix}-${home}-${index}-${session}`, own, () => services[elsewhere()])
  }

  async function visit(session: string, own: Random, somewhere: () => Service): Promise<void> {
    const visitor: Visitor = { session, token: undefined }
    const looked: string[] = []
    let last: { key: string; id: string } | undefined
    for (let turn = 1; turn <= REQUESTS_PER_SESSION && !isLeaving; turn += 1) {
      const what = own.next()
      if (last === undefined || what < SHARE.write) {
        last = await store(visitor, `${session}-${turn}`, somewhere)
        if (last) remember(last.id)
      } else if (what < SHARE.write + SHARE.sendAgain)
        await somewhere().write(visitor, last.key, `${last.key}-again-${turn}`)
      else if (what < SHARE.write + SHARE.sendAgain + SHARE.readOwn) await somewhere().read(visitor, last.id)
      else await look(visitor, looked, own, somewhere)
      await pause(own.below(LONGEST_PAUSE_MS))
    }
  }

  /** Retries with the same key until the row is stored. */
  async function store(visitor: Visitor, key: string, somewhere: () => Service) {
    for (let attempt = 1; ; attempt += 1) {
      const id = await somewhere().write(visitor, key, `${key}-${attempt}`)
      if (id !== undefined) return { key, id }
      if (performance.now() > lastMs) return undefined
      await pause(RETRY_MS)
    }
  }

  async function look(visitor: Visitor, looked: string[], own: Random, somewhere: () => Service) {
    const id = (own.next() < 0.6 ? own.pick(looked) : undefined) ?? own.pick(newest)
    if (id === undefined) return
    looked.push(id)
    await somewhere().read(visitor, id)
  }

  function remember(id: string): void {
    newest.push(id)
    if (newest.length > NEWEST) newest.shift()
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
