// Runs a TypeScript program of this repository on a bare clone: `node tools/launch.mjs [options of Node] <program.ts> [arguments]`.
// Has no dependency and no syntax newer than Node 18, because it runs before anything is installed and under whatever
// Node is there. It installs what the lock file says when that has not been done, then runs the program under the
// project's own Node.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(root, 'node_modules', '.meridian-installed')
const lockFile = join(root, '.installing')
const lowestNode = [24, 12]

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** Changes whenever the lock file or this machine's kind does. */
function installStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex')
}

function isInstalled(stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
}

/**
 * Whether a person has run `npm ci`: npm lists what it installed when it is done, and that is all of the lock file but what is for
 * other machines. Installing again would take a minute, and the packages from under whatever runs meanwhile.
 */
function isInstalledByHand() {
  const listFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(listFile)) return false
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages
  const installed = packagesOf(listFile)
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') ||
      optional ||
      (installed[path] !== undefined && installed[path].version === version),
  )
}

/** npm runs this file in `npm start`, and then says where its own program is. */
function npmCommand() {
  const npm = process.env.npm_execpath
  return npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
}

/** Two commands on a bare clone at once: one installs, the other waits for it. A dead installer's lock is taken over. */
function takeInstallLock() {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
      process.on('exit', () => rmSync(lockFile, { force: true }))
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (isAlive(Number(readFileSync(lockFile, 'utf8'))))
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    else rmSync(lockFile, { force: true })
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function install() {
  const stamp = installStamp()
  if (isInstalled(stamp)) return
  if (isInstalledByHand()) return writeFileSync(stampFile, stamp)
  takeInstallLock()
  if (isInstalled(stamp)) return
  process.stderr.write('Installing the packages of the lock file (about a minute the first time) …\n')
  const started = Date.now()
  const [command, ...prefix] = npmCommand()
  const result = spawnSync(command, [...prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // npm's own output goes to stderr, so that a program's stdout stays data only.
    stdio: ['ignore', 2, 2],
  })
  if (result.status !== 0)
    fail('npm ci failed; its messages are above. Check the network and run the same command again.')
  writeFileSync(stampFile, stamp)
  rmSync(lockFile, { force: true })
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`)
}

/** The Node that came with the packages, else the one that runs this file if it is new enough. */
function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const own = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(own)) return own
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > lowestNode[0] || (major === lowestNode[0] && minor >= lowestNode[1])) return process.execPath
  return fail(
    `Meridian needs Node ${lowestNode.join('.')} or newer. Its packages bring one for Linux, but none for ` +
      `${process.platform}-${process.arch}, and this is Node ${process.versions.node}. Install Node 24 and run the same command again.`,
  )
}

function run(node, args) {
  const bin = join(root, 'node_modules', '.bin')
  const env = {
    // Half a second less for every command after the first: types are stripped and modules compiled once.
    NODE_COMPILE_CACHE: join(root, '.world', 'cache', 'compiled'),
    ...process.env,
    PATH: `${dirname(node)}:${bin}:${process.env.PATH ?? ''}`,
  }
  const child = spawn(node, args, { stdio: 'inherit', env })
  // A terminal's Ctrl-C reaches the child by itself; this process only waits for it to finish cleanly.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal === 'SIGINT')
      process.stderr.write('\nStopped before the end. The same command begins again from the start.\n')
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1))
  })
}

const given = process.argv.slice(2)
const at = given.findIndex((argument) => !argument.startsWith('--'))
if (at === -1) fail('usage: node tools/launch.mjs [options of Node] <program.ts> [arguments]')
install()
run(findNode(), [...given.slice(0, at), join(root, given[at]), ...given.slice(at + 1)])
