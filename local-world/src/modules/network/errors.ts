/** A failed connection or look-up, with the code and words that Node gives for the real thing. */
export class ConnectionError extends Error {
  readonly code: 'ENOTFOUND' | 'ECONNREFUSED' | 'ETIMEDOUT'
  readonly errno: number
  readonly syscall: 'getaddrinfo' | 'connect'
  readonly address: string
  readonly port: number | undefined

  constructor(code: ConnectionError['code'], address: string, port?: number) {
    const syscall = code === 'ENOTFOUND' ? 'getaddrinfo' : 'connect'
    super(`${syscall} ${code} ${port === undefined ? address : `${address}:${port}`}`)
    this.name = 'ConnectionError'
    this.code = code
    this.errno = ERRNO[code]
    this.syscall = syscall
    this.address = address
    this.port = port
  }
}

/** Linux's numbers; libuv's own for names. */
const ERRNO = { ENOTFOUND: -3008, ECONNREFUSED: -111, ETIMEDOUT: -110 } as const

/** The program or a module asked the network for something that cannot be. Yours to fix. */
export class NetworkRequestError extends Error {
  readonly code = 'MERIDIAN_NETWORK_REQUEST'

  constructor(message: string) {
    super(message)
    this.name = 'NetworkRequestError'
  }
}

/** The program describes a network that EC2 would refuse. Yours to fix. */
export class NetworkProgramError extends Error {
  readonly code = 'MERIDIAN_NETWORK_PROGRAM'

  constructor(message: string) {
    super(message)
    this.name = 'NetworkProgramError'
  }
}
