import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

export const capture = promisify(execFile)

/** Whether all of these programs are installed; prints those that are not. */
export function areInstalled(...programs: readonly string[]): boolean {
  const missing = programs.filter((name) => spawnSync('which', [name]).status !== 0)
  if (missing.length > 0)
    console.error(
      `skipped: ${missing.join(' and ')} not installed (Debian: apt install nginx wrk gdnsd dnsperf)`,
    )
  return missing.length === 0
}

export interface Running extends AsyncDisposable {
  readonly port: number
}

/** Starts a front door of the local world, which prints its port when it is ready. */
export async function startOwn(...args: readonly string[]): Promise<Running> {
  const program = new URL('./serve.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${args[0]} ended before it served`)
  })
  const printed = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const [port] = await Promise.race([printed, ended])
  ended.catch(() => {})
  return running(child, Number(port))
}

/** Starts another program, which listens on the port in its configuration. */
export async function startOther(command: string, args: readonly string[], port: number): Promise<Running> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  // Long enough for either program to read its configuration and reject it.
  await delay(1_000)
  if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}: ${said}`)
  return running(child, port)
}

function running(child: ChildProcess, port: number): Running {
  return {
    port,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
