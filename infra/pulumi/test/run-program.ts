import * as pulumi from '@pulumi/pulumi'
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks.js'
import { vi } from 'vitest'
import { awsAnswers } from './aws-answers.ts'
import { readStackFile, type Stack } from './stack-file.ts'

/** A resource as the program registered it. */
export interface Registered {
  readonly type: string
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: every type of resource has its own inputs
  readonly inputs: Record<string, any>
  /** Code of its provider's region; empty for components. */
  readonly region: string
  /** Names of the resources that it depends on. */
  readonly dependencies: readonly string[]
}

export interface ProgramRun {
  readonly resources: readonly Registered[]
  // biome-ignore lint/suspicious/noExplicitAny: tests read a few of many outputs
  readonly outputs: Record<string, any>
  ofType(type: string): readonly Registered[]
  named(type: string, name: string): Registered
}

const remembered = new Map<string, Promise<ProgramRun>>()

/** What the program registers for a stack, with mocked answers. Tests with the same arguments share one run. */
export function runProgram(stack: Stack, overrides: Record<string, string> = {}): Promise<ProgramRun> {
  const key = JSON.stringify([stack, overrides])
  const run = remembered.get(key) ?? runProgramAgain(stack, overrides)
  remembered.set(key, run)
  return run
}

let runs = 0

/** Always runs the whole program, ignoring earlier runs. */
export async function runProgramAgain(
  stack: Stack,
  overrides: Record<string, string> = {},
): Promise<ProgramRun> {
  const register = vi.spyOn(MockMonitor.prototype, 'registerResource')
  const withStacks = dropStacks()
  try {
    await pulumi.runtime.setMocks(awsAnswers, 'meridian', stack)
    pulumi.runtime.setAllConfig({ ...readStackFile(stack), ...overrides })
    runs += 1
    // The number makes it a different module, so that it is evaluated again.
    const { href } = new URL(`../index.ts?run=${runs}`, import.meta.url)
    const outputs = await pulumi.runtime.runInPulumiStack(() => import(href))
    // The stack's promise settles before its last registrations are answered.
    await pulumi.runtime.disconnect()
    const resources = register.mock.calls.map(([request]) => describeRequest(request))
    return { resources, outputs: await resolved(outputs), ...lookups(resources) }
  } finally {
    withStacks()
    register.mockRestore()
  }
}

/** Pulumi captures a stack trace for each of some 20,000 promises, and Vitest maps it to its source: 4 of 6 s of a run. */
function dropStacks(): () => void {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.prepareStackTrace = undefined as never
  Error.stackTraceLimit = 0
  return () => Object.assign(Error, { prepareStackTrace, stackTraceLimit })
}

function lookups(resources: readonly Registered[]): Pick<ProgramRun, 'ofType' | 'named'> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type)
  return {
    ofType,
    named(type, name) {
      const found = ofType(type).find((resource) => resource.name === name)
      if (!found) throw new Error(`The program has no ${type} named "${name}"`)
      return found
    },
  }
}

function describeRequest(request: Parameters<MockMonitor['registerResource']>[0]): Registered {
  return {
    type: request.getType(),
    name: request.getName(),
    inputs: withoutSecretMarks(request.getObject()?.toJavaScript() ?? {}),
    region: /pulumi:providers:aws::(\w+)::/.exec(request.getProvider())?.[1] ?? '',
    dependencies: request.getDependenciesList().map((urn: string) => urn.split('::').at(-1) ?? ''),
  }
}

const SECRET_MARK = '4dabf18193072939515e22adb298388d'

/** Unwraps secrets, which are marked objects at any depth of the inputs. Tests share the result, so it is frozen. */
function withoutSecretMarks<Value>(value: Value): Value {
  if (Array.isArray(value)) return Object.freeze(value.map(withoutSecretMarks)) as Value
  if (typeof value !== 'object' || value === null) return value
  if (SECRET_MARK in value && 'value' in value) return withoutSecretMarks(value.value) as Value
  return Object.freeze(
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecretMarks(inner)])),
  ) as Value
}

function resolved(outputs: unknown): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    pulumi.output(outputs as Record<string, unknown>).apply((value) => resolve(value))
  })
}
