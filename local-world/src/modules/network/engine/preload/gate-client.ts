import { connect, type Socket } from 'node:net'
import type { GateAnswer, GateRequest } from './gate-protocol.ts'

interface Pending {
  resolve(answer: GateAnswer): void
  reject(error: Error): void
}

/** This process's only connection to its world. Does not keep the process alive. */
export class GateClient {
  readonly #port: number
  readonly #token: string
  readonly #pending = new Map<number, Pending>()
  readonly #served = new Map<number, number>()
  #socket: Socket | undefined
  #nextId = 1
  #partial = ''

  /** `port/token`, as the world put it in the environment. */
  constructor(address: string) {
    const [port = '', token = ''] = address.split('/')
    this.#port = Number(port)
    this.#token = token
  }

  /** Requests a connection; `cancel` withdraws the request. */
  open(host: string, port: number): { readonly opened: Promise<number>; cancel(): void } {
    const id = this.#nextId++
    const opened = this.#ask({ op: 'open', id, host, port }).then((answer) =>
      'port' in answer ? answer.port : 0,
    )
    return { opened, cancel: () => this.#pending.has(id) && this.#send({ op: 'cancel', id }) }
  }

  async resolve(name: string): Promise<readonly string[]> {
    const answer = await this.#ask({ op: 'resolve', id: this.#nextId++, name })
    return 'addresses' in answer ? answer.addresses : []
  }

  serve(port: number, loopbackPort: number): void {
    this.#served.set(port, loopbackPort)
    this.#send({ op: 'serve', port, loopbackPort })
  }

  withdraw(port: number): void {
    this.#served.delete(port)
    this.#send({ op: 'withdraw', port })
  }

  #ask(request: GateRequest & { readonly id: number }): Promise<GateAnswer> {
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject })
      this.#send(request)
      this.#socket?.ref()
    })
  }

  #send(request: GateRequest): void {
    this.#socket ??= this.#connect()
    this.#socket.write(`${JSON.stringify(request)}\n`)
  }

  #connect(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    socket.setEncoding('utf8')
    socket.unref()
    socket.on('data', (text: string) => this.#receive(text))
    socket.on('error', () => {})
    socket.on('close', () => this.#lost())
    const first: GateRequest[] = [
      { op: 'hello', token: this.#token },
      ...[...this.#served].map(([port, loopbackPort]): GateRequest => ({ op: 'serve', port, loopbackPort })),
    ]
    for (const request of first) socket.write(`${JSON.stringify(request)}\n`)
    return socket
  }

  #receive(text: string): void {
    const lines = (this.#partial + text).split('\n')
    this.#partial = lines.pop() ?? ''
    for (const line of lines) this.#settle(JSON.parse(line) as GateAnswer)
    if (this.#pending.size === 0) this.#socket?.unref()
  }

  #settle(answer: GateAnswer): void {
    const pending = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    if ('error' in answer) pending?.reject(Object.assign(new Error(answer.error.message), answer.error))
    else pending?.resolve(answer)
  }

  /** Open connections continue; pending requests fail as on a host without a network, and the next one reconnects. */
  #lost(): void {
    this.#socket = undefined
    this.#partial = ''
    for (const { reject } of this.#pending.values())
      reject(
        Object.assign(new Error('connect ENETUNREACH: the world does not answer'), { code: 'ENETUNREACH' }),
      )
    this.#pending.clear()
  }
}
