import { describe, expect, it } from 'vitest'
import type { SourceFile } from '../sources.ts'
import { anatomyProblems } from './anatomy.ts'
import { circlesOf, importGraph } from './import-graph.ts'

const KERNEL = 'local-world/src/kernel'
const QUEUES = 'local-world/src/modules/queues'

/** A correct module with every part. */
const SOUND: Readonly<Record<string, string>> = {
  [`${KERNEL}/module.ts`]: `export interface WorldModule {}`,
  'local-world/src/modules/index.ts': `import { queues } from './queues/index.ts'`,
  [`${QUEUES}/index.ts`]: `import type { WorldModule } from '../../kernel/module.ts'\nimport { startQueues } from './engine/start.ts'`,
  [`${QUEUES}/SPEC.md`]: '# queues',
  [`${QUEUES}/resources.ts`]: `import type { WorldModule } from '../../kernel/module.ts'`,
  [`${QUEUES}/resources.test.ts`]: `import { it } from 'vitest'`,
  [`${QUEUES}/plan/plan.ts`]: `import { BlockList } from 'node:net'\nimport { queue } from '../model/queue.ts'`,
  [`${QUEUES}/model/queue.ts`]: `export const queue = {}`,
  [`${QUEUES}/engine/start.ts`]: `import { connect } from 'node:net'\nimport { createControl } from '../control/service.ts'`,
  [`${QUEUES}/control/context.ts`]: `import type { queue } from '../model/queue.ts'`,
  [`${QUEUES}/control/service.ts`]: `import { listQueues } from './operations/list-queues.ts'`,
  [`${QUEUES}/control/operations/list-queues.ts`]: `import type { QueuesControl } from '../context.ts'`,
}

function problemsWith(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  const files = Object.entries({ ...SOUND, ...changes }).flatMap(([path, text]): SourceFile[] =>
    text === undefined ? [] : [{ path, text }],
  )
  return anatomyProblems(files).map(({ path, message }) => `${path} ${message}`)
}

describe('the anatomy of a module', () => {
  it('accepts a module with every part', () => {
    expect(problemsWith({})).toEqual([])
  })

  it.each<[string, Readonly<Record<string, string | undefined>>, RegExp]>([
    ['a loose file', { [`${QUEUES}/helpers.ts`]: '' }, /helpers\.ts is loose at the module's root/],
    ['a loose test', { [`${QUEUES}/queues.test.ts`]: '' }, /queues\.test\.ts is loose/],
    [
      'an unknown folder',
      { [`${QUEUES}/test/list.test.ts`]: '' },
      /is in test\/; a module's folders are plan/,
    ],
    ['a module without a SPEC.md', { [`${QUEUES}/SPEC.md`]: undefined }, /SPEC\.md is missing/],
    [
      'an engine without start.ts',
      {
        [`${QUEUES}/engine/start.ts`]: undefined,
        [`${QUEUES}/engine/start-queues.ts`]: '',
        [`${QUEUES}/index.ts`]: '',
      },
      /engine\/start\.ts is missing; engine\/ begins there/,
    ],
    ['a name in camel case', { [`${QUEUES}/model/queueStore.ts`]: '' }, /is not named in kebab case/],
    [
      'a file called faults',
      { [`${QUEUES}/control/faults.ts`]: '' },
      /AWS errors are in control\/aws-errors\.ts/,
    ],
    [
      'an operation that imports the registry',
      { [`${QUEUES}/control/operations/list-queues.ts`]: `import type { X } from '../service.ts'` },
      /list-queues\.ts imports the registry, control\/service\.ts/,
    ],
    [
      'an operation that the registry does not bind',
      { [`${QUEUES}/control/operations/send-message.ts`]: '' },
      /send-message\.ts is not bound in local-world\/src\/modules\/queues\/control\/service\.ts/,
    ],
    [
      'a module that is not in the table',
      { 'local-world/src/modules/index.ts': '' },
      /queues\/index\.ts is not in the table of modules/,
    ],
    [
      'a plan that imports the engine',
      { [`${QUEUES}/plan/plan.ts`]: `import { start } from '../engine/start.ts'` },
      /plan\.ts imports engine\/start\.ts; plan\/ and model\/ are pure/,
    ],
    [
      'a model that opens sockets',
      { [`${QUEUES}/model/queue.ts`]: `import { connect } from 'node:net'` },
      /queue\.ts imports node:net; plan\/ and model\/ do no I\/O/,
    ],
    [
      'a model that reads the clock',
      { [`${QUEUES}/model/queue.ts`]: `export const now = () => Date.now()` },
      /queue\.ts calls Date\.now; plan\/ and model\/ are given the time/,
    ],
    [
      'a test beside the code that opens a port',
      { [`${QUEUES}/model/queue.test.ts`]: `import { createServer } from 'node:http'` },
      /uses node:http; a test that needs a port or a database is in local-world\/test\/queues/,
    ],
    [
      "an import of another module's internals",
      {
        'local-world/src/modules/index.ts': `import './queues/index.ts'\nimport './topics/index.ts'`,
        'local-world/src/modules/topics/index.ts': `import { queue } from '../queues/model/queue.ts'`,
        'local-world/src/modules/topics/SPEC.md': '',
      },
      /topics\/index\.ts imports the inside of queues, model\/queue\.ts/,
    ],
    [
      'a type-only import of a higher layer',
      { [`${KERNEL}/module.ts`]: `import type { queue } from '../modules/queues/model/queue.ts'` },
      /kernel\/module\.ts imports .*queue\.ts, but kernel may not stand on modules/,
    ],
    [
      'an import of another folder in the same layer',
      {
        'local-world/src/wan/link.ts': `import { encode } from '../wire/encode.ts'`,
        'local-world/src/wire/encode.ts': `export const encode = 1`,
      },
      /wan\/link\.ts imports .*encode\.ts, but wan may not stand on wire/,
    ],
    [
      'a folder in no layer',
      { 'local-world/src/helpers/all.ts': '' },
      /"helpers", which belongs to no layer/,
    ],
  ])('refuses %s', (_, changes, message) => {
    // The operation that imports the registry also forms a cycle with it.
    const found = problemsWith(changes).filter((problem) => !problem.includes('is in a circle'))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(message)
  })

  it('refuses a cycle of type-only imports and names its files', () => {
    expect(
      problemsWith({
        'packages/a/src/one.ts': `import type { Two } from './two.ts'\nexport type One = Two`,
        'packages/a/src/two.ts': `export type { Three } from './three.ts'`,
        'packages/a/src/three.ts': `export type Three = import('./one.ts').One`,
      }),
    ).toEqual([
      expect.stringMatching(
        /^packages\/a\/src\/one\.ts is in a circle of 3 files.*one\.ts, .*three\.ts, .*two\.ts/,
      ),
    ])
  })
})

describe('import cycles', () => {
  const chain = (...names: readonly string[]) =>
    names.map((name, index) => ({
      path: `${name}.ts`,
      text: names[index + 1] === undefined ? '' : `import './${names[index + 1]}.ts'`,
    }))

  it('are not reported for a chain or a diamond', () => {
    const diamond = [
      ...chain('a', 'b', 'd'),
      { path: 'c.ts', text: `import './d.ts'` },
      { path: 'top.ts', text: `import './a.ts'\nimport './c.ts'` },
    ]
    expect(circlesOf(importGraph(diamond))).toEqual([])
  })

  it('that share a file are reported as one', () => {
    const files = [
      { path: 'a.ts', text: `import './b.ts'` },
      { path: 'b.ts', text: `import './a.ts'\nimport './c.ts'` },
      { path: 'c.ts', text: `import './b.ts'` },
    ]
    expect(circlesOf(importGraph(files))).toEqual([['a.ts', 'b.ts', 'c.ts']])
  })
})
