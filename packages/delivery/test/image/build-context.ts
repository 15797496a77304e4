import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whether .dockerignore lets a file into the build: the last pattern that matches it, or a folder above it, decides. */
export function readBuildContext(root: string): (path: string) => boolean {
  const patterns = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isException: line.startsWith('!'), pattern: line.replace(/^!/, '') }))
  return (path) => {
    const parts = path.split('/')
    const prefixes = parts.map((_part, index) => parts.slice(0, index + 1).join('/'))
    const decisive = patterns.findLast(({ pattern }) => prefixes.some((prefix) => matches(prefix, pattern)))
    return decisive?.isException ?? true
  }
}

/** Matches like Docker: `*` also matches names that begin with a dot, `**` also matches no folder at all. */
function matches(path: string, pattern: string): boolean {
  const expression = pattern
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => WILDCARDS[part] ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
    .join('')
  return new RegExp(`^${expression}$`).test(path)
}

const WILDCARDS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
}
