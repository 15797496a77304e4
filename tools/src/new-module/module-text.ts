import { camel, kebab, pascal } from './names.ts'
import type { ServiceFacts } from './service-facts.ts'

/** The files of a new module, by path relative to the root. */
export function moduleFiles(name: string, facts: ServiceFacts): Readonly<Record<string, string>> {
  const folder = `local-world/src/modules/${name}`
  const operation = kebab(facts.operation)
  return {
    [`${folder}/index.ts`]: indexText(name),
    [`${folder}/SPEC.md`]: specText(name, facts),
    [`${folder}/control/context.ts`]: contextText(name),
    [`${folder}/control/service.ts`]: serviceText(name, facts),
    [`${folder}/control/operations/${operation}.ts`]: operationText(name, facts),
    [`local-world/test/${name}/${operation}.test.ts`]: testText(name, facts),
  }
}

const indexText = (name: string) => `import type { RunningModule, WorldModule } from '../../kernel/module.ts'
import { create${pascal(name)}Control } from './control/service.ts'

/** Answers for ${name.toUpperCase()} on the control endpoint; runs nothing yet. */
export const ${name}: WorldModule<undefined, RunningModule> = {
  name: '${name}',
  resources: {},
  needs: [],
  plan: () => undefined,
  start: async (_plan, { clock }) => ({
    control: create${pascal(name)}Control({ clock }),
    addresses: () => [],
    [Symbol.asyncDispose]: async () => {},
  }),
}
`

const contextText = (name: string) => `import type { Clock } from '../../../kernel/clock.ts'

/** What the operations act on. */
export interface ${pascal(name)}Control {
  readonly clock: Clock
}
`

const serviceText = (
  name: string,
  { jsonVersion, namespace, operation, packageName, protocol, scope }: ServiceFacts,
) =>
  `import type { WireService } from '../../../kernel/wire-service.ts'
import type { ${pascal(name)}Control } from './context.ts'
import { ${camel(operation)} } from './operations/${kebab(operation)}.ts'

/**
 * ${name.toUpperCase()}'s control plane.
 *
 * Absent: every operation that is not bound here; clients read "not implemented".
 */
export function create${pascal(name)}Control(control: ${pascal(name)}Control): WireService {
  return {
    scope: '${scope}',
    protocol: '${protocol}',
${jsonVersion === '1.0' ? `    jsonVersion: '1.0',\n` : ''}    namespace: '${namespace}',
    schemas: () => import('${packageName}') as Promise<Record<string, unknown>>,
    operations: { ${operation}: ${camel(operation)}(control) },
  }
}
`

const operationText = (name: string, { operation, packageName }: ServiceFacts) =>
  `import type { ${operation}CommandInput, ${operation}CommandOutput } from '${packageName}'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import type { ${pascal(name)}Control } from '../context.ts'

/** What AWS answers in an account that has nothing: the members of the answer are absent. */
export const ${camel(operation)} =
  (_control: ${pascal(name)}Control) =>
  (_input: ${operation}CommandInput, _context: WireContext): Partial<${operation}CommandOutput> => ({})
`

const specText = (
  name: string,
  { operation }: ServiceFacts,
) => `# ${name}: what stands for AWS's ${name.toUpperCase()}

## What it does

- \`${operation}\` (\`control/operations/${kebab(operation)}.ts\`) answers as in an account that has nothing.

## Invariants

| id | invariant | tests |
| --- | --- | --- |
| INV-${name.toUpperCase()}-1 | \`${operation}\` is answered in the shapes of the SDK. | \`test/${name}/${kebab(operation)}.test.ts\` |

## What AWS has and this does not

Every other operation answers "not implemented", by its name. Nothing of the program is planned or run yet.
`

const testText = (name: string, { clientClass, operation, packageName, scope }: ServiceFacts) =>
  `import { ${clientClass}, ${operation}Command } from '${packageName}'
import { expect, it, onTestFinished } from 'vitest'
import { createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import { create${pascal(name)}Control } from '../../src/modules/${name}/control/service.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'
import { OPEN } from '../support/test-trust.ts'

async function start(): Promise<string> {
  const clock = createRealClock()
  const endpoint = await startControlEndpoint([create${pascal(name)}Control({ clock })], createJournal(clock), OPEN)
  onTestFinished(() => endpoint[Symbol.asyncDispose]())
  return \`http://127.0.0.1:\${endpoint.port}\`
}

// INV-${name.toUpperCase()}-1
it('${operation} answers the SDK', async () => {
  const client = new ${clientClass}({
    endpoint: await start(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  onTestFinished(() => client.destroy())
  expect(await client.send(new ${operation}Command({}))).toMatchObject({ $metadata: { httpStatusCode: 200 } })
})

describeWithAwsCli('the stock AWS CLI', () => {
  it('is answered by ${operation}', async () => {
    const aws = awsCli(await start())
    await expect(aws('${scope} ${kebab(operation)}')).resolves.not.toThrow()
  })
})
`
