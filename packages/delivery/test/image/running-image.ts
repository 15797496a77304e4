import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type AssembledImage, assembleImage } from './assemble.ts'

/** The container definition that ECS would use. */
export interface TaskContainer {
  readonly name: string
  readonly command?: readonly string[]
  readonly user?: string
  readonly stopTimeout?: number
  readonly readonlyRootFilesystem?: boolean
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
  readonly healthCheck?: {
    readonly command: readonly string[]
    readonly interval: number
    readonly timeout: number
    readonly retries: number
    readonly startPeriod: number
  }
}

/** A folder as a build would leave it, until disposed. It is not writable, like a read-only root. */
export async function buildImage(repository: string, service: string): Promise<AssembledImage & Disposable> {
  const rootFolder = mkdtempSync(join(tmpdir(), `meridian-image-${service}-`))
  const image = await assembleImage(repository, service, rootFolder)
  setWritable(rootFolder, false)
  return {
    ...image,
    [Symbol.dispose]() {
      setWritable(rootFolder, true)
      rmSync(rootFolder, { recursive: true })
    },
  }
}

function setWritable(folder: string, isWritable: boolean): void {
  chmodSync(folder, isWritable ? 0o755 : 0o555)
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), isWritable ? 0o755 : 0o555)
}

export interface StartedContainer {
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  output(): string
}

/** Starts a command as ECS would from the image: its user, folder and variables, without this process's own. */
export function startInImage(
  { rootFolder, config }: AssembledImage,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): StartedContainer {
  const [program = '', ...args] = command
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: join(rootFolder, config.workingDirectory),
    env: { ...inFolder(config.environment, rootFolder), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Only root can switch users; any other user is not root anyway.
    ...(process.getuid?.() === 0 ? idsOf(config.user) : {}),
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const exited = once(child, 'close').then(([code]) => code as number | null)
  return { child, exited, output: () => output }
}

/** Moves the image's absolute paths below the folder that acts as its root. */
function inFolder(environment: Readonly<Record<string, string>>, rootFolder: string) {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.startsWith('/') ? join(rootFolder, value) : value,
    ]),
  )
}

function idsOf(user: string): { uid: number; gid: number } {
  const [uid = 0, gid = uid] = user.split(':').map(Number)
  return { uid, gid }
}
