import type { SourceFile } from '../sources.ts'
import { moduleFile, type Problem } from './problem.ts'

const IMPORT = /^import (type )?(?:\{([^}]*)\}|\w+)[^;]*? from '([^']+)'/gm
/** Packages that reach outside the process. */
const OUTSIDE =
  /^(node:(fs|net|http|https|tls|dgram|dns|child_process|worker_threads|timers)(\/promises)?|pg|undici|fastify)$/
/** Their exports that are pure: only arithmetic or a table. */
const HARMLESS = new Set(['BlockList', 'isIP', 'isIPv4', 'isIPv6', 'STATUS_CODES'])
const NOW = /\b(Date\.now|performance\.now|setTimeout|setInterval|new Date\(\))/
/** Packages that a test next to the code does not need. */
const PORTS = /^(node:(net|http|https|tls|dgram)|pg|undici|fastify)$/

/** plan/ and model/ do no I/O and do not read the clock. */
export function impureFiles(files: readonly SourceFile[]): readonly Problem[] {
  return files.flatMap(({ path, text }) => {
    if (!/^(plan|model)\//.test(moduleFile(path)?.file ?? '')) return []
    const outside = packagesOf(text).find((name) => OUTSIDE.test(name))
    const [, now] = NOW.exec(text) ?? []
    return [
      ...(outside
        ? [{ path, message: `imports ${outside}; plan/ and model/ do no I/O, which belongs in engine/` }]
        : []),
      ...(now ? [{ path, message: `calls ${now}; plan/ and model/ are given the time` }] : []),
    ]
  })
}

/** Tests next to the code need no port and no database; the others belong in local-world/test. */
export function testsInTheWrongPlace(files: readonly SourceFile[]): readonly Problem[] {
  return files
    .filter(({ path }) => /^local-world\/src\/.*\.test\.ts$/.test(path))
    .flatMap(({ path, text }) => {
      const outside = packagesOf(text).find((name) => PORTS.test(name))
      const part = moduleFile(path)?.module ?? path.split('/')[2]
      return outside
        ? [
            {
              path,
              message: `uses ${outside}; a test that needs a port or a database is in local-world/test/${part}/`,
            },
          ]
        : []
    })
}

/** Packages whose code a file loads, except pure exports. */
function packagesOf(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, isType, names = '', name = '']) => {
    const values = names
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && !each.startsWith('type '))
    const isHarmless = values.length > 0 && values.every((value) => HARMLESS.has(value))
    return isType || isHarmless ? [] : [name]
  })
}
