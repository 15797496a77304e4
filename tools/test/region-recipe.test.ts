import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../src/workspace.ts'
import { compile, copyOfRepository, edit } from './support/copy.ts'

/** Nearly all of the repository is compiled. */
const LONG_MS = 600_000

const REGIONS = 'packages/topology/src/regions.ts'

/** Files and folders that the recipe says the compiler will name. */
function namedByThePage(): readonly string[] {
  const page = readFileSync(join(ROOT, 'docs/developing.md'), 'utf8')
  const recipe = /^### A region\n([\s\S]*?)^### /m.exec(page)?.[1] ?? ''
  const step = /^2\. [\s\S]*?(?=^3\. )/m.exec(recipe)?.[0] ?? ''
  return [...step.matchAll(/^ {3}- `([^`]+)`/gm)].map(([, path = '']) => path)
}

it(
  'a region is an entry of the topology, and the compiler names the places that docs/developing.md lists',
  () => {
    const folder = copyOfRepository([
      'packages',
      'infra',
      'services',
      'local-world',
      'console',
      'e2e',
      'scripts',
      'tsconfig.json',
    ])
    edit(folder, REGIONS, "'ap-northeast-2'] as const", "'ap-northeast-2', 'eu-central-1'] as const")
    edit(
      folder,
      REGIONS,
      "    continent: 'AS',\n  },\n",
      `    continent: 'AS',
  },
  'eu-central-1': {
    id: 'eu-central-1',
    code: 'euc1',
    label: 'Frankfurt',
    longLabel: 'Europe (Frankfurt)',
    vpcCidr: '10.3.0.0/16',
    country: 'DE',
    continent: 'EU',
  },
`,
    )
    const errorsOf = (project: string) => compile(folder, '--project', project, '--incremental', 'false')
    const stdout = errorsOf('.') + errorsOf('console')
    const places = new Set(
      stdout
        .split('\n')
        .filter((line) => /^\S.*eu-central-1/.test(line))
        .map((line) => line.split('(')[0] ?? '')
        // Tests name what they need.
        .filter((place) => !/\/test\/|\.test\.ts$/.test(place)),
    )
    const listed = namedByThePage()
    const isIn = (place: string, path: string) =>
      path.endsWith('/') ? place.startsWith(path) : place === path
    expect(places.size).toBeGreaterThan(5)
    expect([...places].filter((place) => !listed.some((path) => isIn(place, path)))).toEqual([])
    expect(listed.filter((path) => ![...places].some((place) => isIn(place, path)))).toEqual([])
  },
  LONG_MS,
)
