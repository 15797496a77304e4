import { randomBytes } from 'node:crypto'
import { type AccessKeys, createAccessKeys } from './access-keys.ts'
import type { OpenListener } from './listener-policies.ts'

/** Whom a world trusts: those who hold its credential, or, where it was started with `--open`, everybody on this machine. */
export interface Trust {
  readonly isOpen: boolean
  readonly keys: AccessKeys
  /** What the endpoints that are not AWS's ask for: `Authorization: Bearer …`. */
  readonly token: string
  /** The clock of signatures: clients sign with the machine's, whatever the world's own does. */
  nowMs(): number
  /** Every HTTP listener of the world that is open now. */
  readonly listeners: Set<OpenListener>
}

const TOKEN_BYTES = 32

export interface TrustOptions {
  readonly isOpen?: boolean
  readonly nowMs?: () => number
}

/** Makes a world's credential; every world has one of its own. */
export function createTrust({ isOpen = false, nowMs = Date.now }: TrustOptions = {}): Trust {
  return {
    isOpen,
    keys: createAccessKeys(nowMs),
    nowMs,
    token: randomBytes(TOKEN_BYTES).toString('base64url'),
    listeners: new Set(),
  }
}
