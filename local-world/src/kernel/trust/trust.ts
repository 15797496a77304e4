import { randomBytes } from 'node:crypto'
import { type AccessKeys, createAccessKeys } from './access-keys.ts'
import type { OpenListener } from './listener-policies.ts'

/** Who may use a world: holders of its credential or, with `--open`, everybody on this machine. */
export interface Trust {
  readonly isOpen: boolean
  readonly keys: AccessKeys
  /** Required by the endpoints that are not AWS's: `Authorization: Bearer …`. */
  readonly token: string
  /** The clock of signatures: clients sign with the machine's clock, not the world's. */
  nowMs(): number
  /** Every HTTP listener of the world that is currently open. */
  readonly listeners: Set<OpenListener>
}

const TOKEN_BYTES = 32

export interface TrustOptions {
  readonly isOpen?: boolean
  readonly nowMs?: () => number
}

/** Creates a world's credential; every world has its own. */
export function createTrust({ isOpen = false, nowMs = Date.now }: TrustOptions = {}): Trust {
  return {
    isOpen,
    keys: createAccessKeys(nowMs),
    nowMs,
    token: randomBytes(TOKEN_BYTES).toString('base64url'),
    listeners: new Set(),
  }
}
