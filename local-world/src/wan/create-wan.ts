import { createServer } from 'node:net'
import { inRegion, otherRegions, type Place, placeName, REGION_IDS, roundTripMs } from '@meridian/topology'
import type { Clock } from '../kernel/clock.ts'
import type { Journal } from '../kernel/journal.ts'
import { listenOnLoopback } from '../kernel/loopback.ts'
import type { WorldSettings } from '../kernel/settings.ts'
import type { LinkListener, LinkState, OnArrival, Wan } from '../kernel/wan.ts'
import { Link } from './link.ts'
import { LinkConnection } from './link-connection.ts'

/** The links of the settings' latency table, each adjustable. Randomness is injected so that tests can remove it. */
export function createWan(
  settings: WorldSettings,
  clock: Clock,
  journal: Journal,
  random: () => number = Math.random,
): Wan {
  const links = new Map<string, Link>()
  const connections = new Set<LinkConnection>()
  const listeners = new Set<LinkListener>()

  function linkBetween(from: Place, to: Place): Link {
    const [first, second] = [placeName(from), placeName(to)].sort() as [string, string]
    const key = `${first} ↔ ${second}`
    const known = links.get(key)
    if (known) return known
    const link = new Link(first, second, initialState(settings, from, to), random)
    links.set(key, link)
    return link
  }

  // Links between regions exist from the start, so that the printed table shows them.
  for (const region of REGION_IDS)
    for (const other of otherRegions(region)) linkBetween(inRegion(region), inRegion(other))

  async function listen(
    from: Place,
    to: Place,
    targetPort: number,
    onArrival?: OnArrival,
  ): Promise<LinkListener> {
    const link = linkBetween(from, to)
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const connection = new LinkConnection(link, near, { targetPort, onArrival }, () =>
        connections.delete(connection),
      )
      connections.add(connection)
    })
    const port = await listenOnLoopback(server)
    const listener: LinkListener = {
      port,
      // Open connections continue; only new ones are refused.
      async [Symbol.asyncDispose]() {
        listeners.delete(listener)
        if (server.listening) server.close()
      },
    }
    listeners.add(listener)
    return listener
  }

  function adjust(from: Place, to: Place, change: Partial<LinkState>): void {
    const link = linkBetween(from, to)
    const wasCut = link.state.isCut
    link.change(change)
    journal.record({
      module: 'wan',
      event: changeName(wasCut, link.state.isCut),
      subject: `${link.from} ↔ ${link.to}`,
      detail: { ...link.state },
    })
  }

  return {
    link: (from, to) => linkBetween(from, to).state,
    adjust,
    listen,
    handshake: (from, to, signal) => handshake(linkBetween(from, to), clock, signal),
    table: () => [...links.values()].map((link) => ({ from: link.from, to: link.to, state: link.state })),
    async [Symbol.asyncDispose]() {
      for (const listener of [...listeners]) await listener[Symbol.asyncDispose]()
      for (const connection of [...connections]) connection.destroy()
    },
  }
}

function initialState(settings: WorldSettings, from: Place, to: Place): LinkState {
  return {
    rttMs: roundTripMs(from, to, settings.wan.table),
    jitterMs: settings.wan.jitterMs,
    bandwidthMbps: settings.wan.bandwidthMbps,
    isCut: false,
  }
}

function changeName(wasCut: boolean, isCut: boolean): string {
  if (wasCut === isCut) return 'link changed'
  return isCut ? 'link cut' : 'link restored'
}

/** SYN one way, SYN-ACK back; a packet lost in a cut is resent when the link is restored. */
async function handshake(link: Link, clock: Clock, signal?: AbortSignal): Promise<void> {
  for (;;) {
    if (link.state.isCut) await restored(link, signal)
    if (signal?.aborted) return
    await clock.sleep(link.oneWayMs() + link.oneWayMs(), signal)
    if (!link.state.isCut) return
  }
}

function restored(link: Link, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const finish = () => {
      leave()
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const leave = link.join({ linkCut: () => {}, linkRestored: finish })
    signal?.addEventListener('abort', finish, { once: true })
  })
}
