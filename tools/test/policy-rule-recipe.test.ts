import { expect, it } from 'vitest'
import { copyOfRepository, edit, runIn, typeErrorsIn } from './support/copy.ts'

const LONG_MS = 120_000

it(
  'a policy rule needs a rule and a fixture in the files of its family, as docs/developing.md says',
  () => {
    const folder = copyOfRepository(['packages', 'infra', 'tsconfig.json', 'vitest.base.ts', 'package.json'])
    const rules = () =>
      runIn(folder, 'packages/policy', 'vitest', 'run', 'src/rules.test.ts', '-t', 'secret-described')

    edit(
      folder,
      'packages/policy/src/rules/secrets.ts',
      'SECRET_RULES: readonly Rule[] = [\n',
      `SECRET_RULES: readonly Rule[] = [
  defineRule({
    id: 'secret-described',
    severity: 'low',
    title: 'Secrets say what they are for',
    reason: 'Somebody who finds a secret in an incident has to know at once what stops when it changes.',
    source: 'Secrets Manager API Reference, CreateSecret',
    types: [TYPES.secret],
    nextStep: 'Set description.',
    *check(graph) {
      for (const secret of graph.ofType(TYPES.secret))
        if (!Attributes.of(secret).has('description')) yield violation(secret, 'description', undefined, 'a sentence')
    },
  }),
`,
    )
    const withoutFixture = rules()
    expect(withoutFixture.stderr).toContain('Add "secret-described" to packages/policy/fixtures')
    expect(withoutFixture.status).toBe(1)

    edit(
      folder,
      'packages/policy/fixtures/secrets.ts',
      'Readonly<Record<string, RuleFixture>> = {\n',
      `Readonly<Record<string, RuleFixture>> = {
  'secret-described': spoiling(
    [resource(TYPES.secret, 'login', { description: 'Of the database.' })],
    'login',
    { description: undefined },
  ),
`,
    )
    const complete = rules()
    expect(complete.stdout).toContain('3 passed')
    expect(complete.status).toBe(0)
    expect(typeErrorsIn(folder, 'packages/policy')).toBe('')
  },
  LONG_MS,
)
