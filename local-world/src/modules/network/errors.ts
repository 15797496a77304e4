/** A failed connection or look-up, with the code and message that Node gives for a real one. */
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

/** Linux errno values; ENOTFOUND is libuv's own. */
const ERRNO = { ENOTFOUND: -3008, ECONNREFUSED: -111, ETIMEDOUT: -110 } as const

/** The program or a module made an impossible network request. Yours to fix. */
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
