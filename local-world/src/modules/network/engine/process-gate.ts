import { randomUUID } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { closerOf } from '../../../kernel/closable-server.ts'
import { listenOnLoopback } from '../../../kernel/loopback.ts'
import type { NetworkInterface } from '../running.ts'
import type { GateRequest } from './preload/gate-protocol.ts'

const PRELOAD = new URL('./preload/process-preload.ts', import.meta.url).href

/**
 * The loopback port where attached processes request connections and name look-ups.
 *
 * One per world; a token identifies a process's interface. When a process exits, the ports it served are withdrawn.
 */
export class ProcessGate implements AsyncDisposable {
  readonly #interfaces = new Map<string, NetworkInterface>()
  readonly #server: Server
  readonly #closeServer: () => Promise<void>
  readonly #compiledFolder: string

  private constructor(compiledFolder: string) {
    this.#compiledFolder = compiledFolder
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket))
    this.#closeServer = closerOf(this.#server)
  }

  /** Programs keep their compiled code in this folder: a second start takes half the time. */
  static async open(compiledFolder: string): Promise<ProcessGate> {
    const gate = new ProcessGate(compiledFolder)
    await listenOnLoopback(gate.#server)
    return gate
  }

  async admit(
    networkInterface: NetworkInterface,
  ): Promise<{ environment: Readonly<Record<string, string>> } & AsyncDisposable> {
    const token = randomUUID()
    this.#interfaces.set(token, networkInterface)
    const { port } = this.#server.address() as { port: number }
    return {
      environment: {
        NODE_OPTIONS: `--import ${PRELOAD}`,
        NODE_COMPILE_CACHE: this.#compiledFolder,
        MERIDIAN_WORLD_GATE: `${port}/${token}`,
      },
      [Symbol.asyncDispose]: async () => {
        this.#interfaces.delete(token)
      },
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#closeServer()
  }

  #accept(socket: Socket): void {
    const session = new GateSession(socket, (token) => this.#interfaces.get(token))
    socket.on('error', () => {})
    socket.on('close', () => session.end())
    const lines = createInterface({ input: socket })
    lines.on('line', (line) => {
      const request = parseRequest(line)
      // A web page, or another program that connected to the wrong port.
      if (request) session.handle(request)
      else socket.destroy()
    })
    // readline re-emits the socket's errors: a killed process resets its connection, and 'close' does the cleanup.
    lines.on('error', () => {})
  }
}

/** Undefined for anything but a request: any program on this machine can connect to the gate. */
function parseRequest(line: string): GateRequest | undefined {
  try {
    const request: unknown = JSON.parse(line)
    return typeof request === 'object' && request !== null ? (request as GateRequest) : undefined
  } catch {
    return undefined
  }
}

class GateSession {
  readonly #socket: Socket
  readonly #find: (token: string) => NetworkInterface | undefined
  readonly #pending = new Map<number, AbortController>()
  readonly #served = new Set<number>()
  #interface: NetworkInterface | undefined

  constructor(socket: Socket, find: (token: string) => NetworkInterface | undefined) {
    this.#socket = socket
    this.#find = find
  }

  handle(request: GateRequest): void {
    if (request.op === 'hello') this.#interface = this.#find(request.token)
    // An unknown token, or one whose interface is gone: not a process of this world.
    if (this.#interface) this.#run(request, this.#interface)
    else this.#socket.destroy()
  }

  #run(request: GateRequest, own: NetworkInterface): void {
    switch (request.op) {
      case 'hello':
        break
      case 'open':
        void this.#answer(request.id, (signal) => own.open(request.host, request.port, signal))
        break
      case 'resolve':
        void this.#answer(request.id, async () => ({ addresses: await own.resolve(request.name) }))
        break
      case 'cancel':
        this.#pending.get(request.id)?.abort()
        break
      case 'serve':
        this.#served.add(request.port)
        own.serve(request.port, request.loopbackPort)
        break
      case 'withdraw':
        this.#served.delete(request.port)
        own.withdraw(request.port)
    }
  }

  end(): void {
    for (const pending of this.#pending.values()) pending.abort()
    for (const port of this.#served) this.#interface?.withdraw(port)
  }

  async #answer(id: number, work: (signal: AbortSignal) => Promise<object>): Promise<void> {
    const controller = new AbortController()
    this.#pending.set(id, controller)
    const answer = await work(controller.signal).catch((error: NodeJS.ErrnoException) => ({
      error: { code: error.code ?? 'EIO', message: error.message },
    }))
    this.#pending.delete(id)
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify({ id, ...answer })}\n`)
  }
}
