import { createServer } from 'node:net'
import type { RegionId } from '@meridian/topology'
import { listenOnLoopback } from '../../../kernel/loopback.ts'
import type { LinkListener } from '../../../kernel/wan.ts'
import { Link } from '../../../wan/link.ts'
import { LinkConnection } from '../../../wan/link-connection.ts'

/** Wider than any stream: the link between the regions is the bottleneck. */
const OPEN = { rttMs: 0, jitterMs: 0, bandwidthMbps: 100_000, isCut: false } as const

/**
 * What WAL passes before it arrives in a secondary region: open, delayed or shut.
 *
 * WAL held in a valve counts as not having left the writer's region. A follower that is promoted meanwhile, or whose
 * writer dies, never gets it: this is how unreplicated commits are lost here.
 */
export class ReplicationValves implements AsyncDisposable {
  readonly #links = new Map<RegionId, Link>()
  readonly #connections = new Map<RegionId, Set<LinkConnection>>()

  /** Holds everything; connections stay open and silent, and continue after `open`. */
  shut(region: RegionId): void {
    this.#link(region).change({ isCut: true })
  }

  delay(region: RegionId, delayMs: number): void {
    this.#link(region).change({ rttMs: 2 * delayMs, isCut: false })
  }

  open(region: RegionId): void {
    this.#link(region).change(OPEN)
  }

  /** The writer has died: what the valves hold had not left it and is lost with it. Followers reconnect. */
  dropHeld(): void {
    for (const [region, link] of this.#links) {
      const isHolding = link.state.isCut || link.state.rttMs > 0
      if (isHolding) for (const connection of this.#connections.get(region) ?? []) connection.destroy()
    }
  }

  /** A loopback port that leads through a region's valve. */
  async listen(region: RegionId, targetPort: number): Promise<LinkListener> {
    const connections = this.#connections.get(region) ?? new Set()
    this.#connections.set(region, connections)
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      const destination = { targetPort, onArrival: undefined }
      const connection = new LinkConnection(this.#link(region), near, destination, () =>
        connections.delete(connection),
      )
      connections.add(connection)
    })
    const port = await listenOnLoopback(server)
    return {
      port,
      async [Symbol.asyncDispose]() {
        if (server.listening) server.close()
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connections of this.#connections.values())
      for (const connection of [...connections]) connection.destroy()
  }

  #link(region: RegionId): Link {
    const known = this.#links.get(region)
    if (known) return known
    const link = new Link('writer', region, OPEN, Math.random)
    this.#links.set(region, link)
    return link
  }
}
