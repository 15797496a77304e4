import { connect, createServer, type Socket } from 'node:net'
import { closerOf } from '../../../kernel/closable-server.ts'
import { listenOnLoopback } from '../../../kernel/loopback.ts'
import { breakOff } from '../../../wan/break-off.ts'
import type { NetworkInterface } from '../running.ts'
import { splice } from './splice.ts'

export interface Tunnel extends AsyncDisposable {
  readonly port: number
}

/** A loopback port whose connections leave through an interface; each one is resolved and checked separately. */
export async function openTunnel(from: NetworkInterface, host: string, port: number): Promise<Tunnel> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    void forward(near, from, host, port)
  })
  const close = closerOf(server)
  const nearPort = await listenOnLoopback(server)
  return {
    port: nearPort,
    [Symbol.asyncDispose]: close,
  }
}

async function forward(near: Socket, from: NetworkInterface, host: string, port: number): Promise<void> {
  const left = new AbortController()
  // The caller may leave before the far side answers; errors only mean that.
  near.on('error', () => {})
  near.on('close', () => left.abort())
  try {
    const opened = await from.open(host, port, left.signal)
    if (near.destroyed) return
    const far = connect({ port: opened.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    splice(near, far)
  } catch {
    // The connection is already accepted, so a refusal or time-out can only be shown by breaking it.
    breakOff(near)
  }
}
