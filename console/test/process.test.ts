import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import { buildConsole } from '../src/run-built.ts'

it('fetch works with the Node options of the console process', async () => {
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const look = `console.log(await (await fetch('http://127.0.0.1:${port}')).text())`
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...(await builtConsole()).launch.args.slice(0, -1),
    '--input-type=module',
    '-e',
    look,
  ])
  expect(stdout.trim()).toBe('here')
})

it('the console process ends on SIGTERM while its IPC channel is still open', async () => {
  const { folder, launch } = await builtConsole()
  const worldFile = join(folder, 'world.json')
  const options = {
    target: { target: 'local', repositoryRoot: folder, worldFile },
    targetFile: worldFile,
    port: 0,
    assetFolder: folder,
    resultsFolder: folder,
    identityFile: join(folder, 'identity.json'),
  }
  const child = fork(join(folder, 'serve.mjs'), [JSON.stringify(options)], {
    execArgv: launch.args.slice(0, -1),
    env: { ...process.env, ...launch.environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  await once(child, 'message')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

it('the console is built once, and again after its sources have changed', async () => {
  const { folder } = await builtConsole()
  const builtAtMs = () => statSync(join(folder, 'serve.mjs')).mtimeMs
  const firstMs = builtAtMs()
  await buildConsole(folder)
  expect(builtAtMs()).toBe(firstMs)
  const record = join(folder, 'inputs.json')
  const { files } = JSON.parse(readFileSync(record, 'utf8')) as { files: readonly string[] }
  expect(files).toEqual(
    expect.arrayContaining(['console/src/serve.ts', 'console/browser/main.tsx', 'console/browser/style.css']),
  )
  writeFileSync(record, JSON.stringify({ files, stamp: 'of other sources' }))
  await buildConsole(folder)
  expect(builtAtMs()).not.toBe(firstMs)
})

async function builtConsole() {
  const folder = mkdtempSync(join(tmpdir(), 'meridian-console-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return { folder, launch: await buildConsole(folder) }
}
