import type { Place } from '@meridian/topology'

/** The current distance between two places, the same in both directions. */
export interface LinkState {
  readonly rttMs: number
  readonly jitterMs: number
  readonly bandwidthMbps: number
  readonly isCut: boolean
}

/** A TCP service on loopback that is reached across a link. */
export interface LinkListener extends AsyncDisposable {
  /** Loopback port whose connections cross the link. */
  readonly port: number
}

/** Called for each connection on arrival, with the loopback port it comes from; returns what to call when it has ended. */
export type OnArrival = (fromPort: number) => () => void

/**
 * The distances of the world. Every connection between two places crosses the link between them: bytes arrive late,
 * in order, never faster than the bandwidth, and not at all while the link is cut (the connection stays open and
 * silent, as when packets are lost, and continues when the link is restored).
 */
export interface Wan extends AsyncDisposable {
  link(from: Place, to: Place): LinkState
  /** Changes a link and everything that crosses it now. */
  adjust(from: Place, to: Place, change: Partial<LinkState>): void
  /** Opens a loopback port that leads to `targetPort` across the link; a listener per use, closed by the caller. */
  listen(from: Place, to: Place, targetPort: number, onArrival?: OnArrival): Promise<LinkListener>
  /** Resolves after the time a TCP handshake takes across the link; waits while the link is cut. */
  handshake(from: Place, to: Place, signal?: AbortSignal): Promise<void>
  /** Every link in use or configured, for the printed table. */
  table(): readonly { readonly from: string; readonly to: string; readonly state: LinkState }[]
}
