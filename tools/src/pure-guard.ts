// Loaded for pure tests (vitest.config.ts): whatever would make one slow or dependent on the machine throws.
import { ChildProcess } from 'node:child_process'
import { Server, Socket } from 'node:net'

const refuse = (what: string) => () => {
  throw new Error(
    `A pure test must not ${what}: move its file into the project's test folder (docs/developing.md)`,
  )
}

Server.prototype.listen = refuse('listen on a port')
Socket.prototype.connect = refuse('open a connection')
Object.assign(ChildProcess.prototype, { spawn: refuse('start a process') })
