import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { commandLineOf, endOrphans, rememberChild } from '../../src/kernel/orphans.ts'
import { takeFolders } from '../../src/world/folders.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-folders-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function startSleeper(mark: string) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', mark], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

describe("the world's folders", () => {
  it('are refused while a live process holds them, with its pid and the next step', async () => {
    const root = temporaryFolder()
    const holder = startSleeper('holder')
    const lock = {
      pid: holder.pid!,
      command: commandLineOf(holder.pid!),
      startedAt: '2026-01-01T00:00:00.000Z',
    }
    writeFileSync(join(root, 'lock.json'), JSON.stringify(lock))
    expect(() => takeFolders(root)).toThrow(`(process ${holder.pid}, since ${lock.startedAt})`)
    expect(() => takeFolders(root)).toThrow(`kill ${holder.pid}`)
  })

  it('are taken over from a dead process, and its leftovers removed', () => {
    const root = temporaryFolder()
    mkdirSync(join(root, 'run', 'rds'), { recursive: true })
    // Above Linux's highest possible pid.
    writeFileSync(join(root, 'lock.json'), JSON.stringify({ pid: 4_194_305, command: 'node', startedAt: '' }))
    const folders = takeFolders(root)
    onTestFinished(() => folders.release())
    expect(existsSync(join(folders.run, 'rds'))).toBe(false)
  })

  it('are taken over when the pid now belongs to another program', () => {
    const root = temporaryFolder()
    const other = startSleeper('other')
    writeFileSync(
      join(root, 'lock.json'),
      JSON.stringify({ pid: other.pid, command: 'node start.ts', startedAt: '' }),
    )
    takeFolders(root).release()
    expect(other.exitCode).toBeNull()
  })

  it('keep only the cache after their release', () => {
    const root = temporaryFolder()
    const folders = takeFolders(root)
    writeFileSync(join(folders.cache, 'template'), '')
    writeFileSync(folders.descriptionFile, '{}')
    folders.release()
    folders.release()
    expect(existsSync(folders.run)).toBe(false)
    expect(existsSync(folders.descriptionFile)).toBe(false)
    expect(existsSync(join(root, 'lock.json'))).toBe(false)
    expect(existsSync(join(folders.cache, 'template'))).toBe(true)
  })
})

describe('the logs of a world', () => {
  it('are kept after a failed start, until a start succeeds', () => {
    const root = temporaryFolder()
    const failed = takeFolders(root)
    mkdirSync(join(failed.run, 'logs'))
    writeFileSync(join(failed.run, 'logs', 'task.log'), 'last words')
    failed.release()
    expect(readFileSync(join(failed.lastFailure, 'task.log'), 'utf8')).toBe('last words')

    const next = takeFolders(root)
    mkdirSync(join(next.run, 'logs'))
    next.succeed()
    next.release()
    expect(existsSync(next.lastFailure)).toBe(false)
  })
})

describe('the children of a dead world', () => {
  it('are killed by the next one', async () => {
    const run = temporaryFolder()
    const child = startSleeper('mark-of-this-test')
    rememberChild(run, child.pid!, 'mark-of-this-test')
    const ended = once(child, 'exit')
    expect(endOrphans(run)).toBe(1)
    expect(await ended).toEqual([null, 'SIGKILL'])
  })

  it('are left alone when the pid now belongs to another program', () => {
    const run = temporaryFolder()
    const child = startSleeper('somebody-else')
    rememberChild(run, child.pid!, 'mark-of-this-test')
    expect(endOrphans(run)).toBe(0)
    expect(child.exitCode).toBeNull()
  })

  it('are forgotten when they exit by themselves', () => {
    const run = temporaryFolder()
    const child = startSleeper('mark-of-this-test')
    rememberChild(run, child.pid!, 'mark-of-this-test')()
    expect(endOrphans(run)).toBe(0)
  })
})
