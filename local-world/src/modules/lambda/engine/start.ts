import { join } from 'node:path'
import type { World } from '../../../kernel/module.ts'
import type { RunningNetwork } from '../../network/running.ts'
import type { RunningSecretsManager } from '../../secretsmanager/running.ts'
import { createLambdaControl } from '../control/service.ts'
import { InvalidFunctionError } from '../errors.ts'
import type { FunctionPlan, LambdaPlan } from '../plan/plan.ts'
import type { RunningLambda } from '../running.ts'
import { layOut, layOutRuntime } from './lay-out.ts'
import { type CodeMeasure, measureCode } from './measure-code.ts'
import { RunningFunction } from './running-function.ts'

interface LambdaDependencies {
  readonly network: RunningNetwork
  readonly secrets: RunningSecretsManager
}

/** Functions cost nothing until they are called: archives are unpacked on the first call. */
export function startLambda(
  plan: LambdaPlan,
  world: World,
  { network, secrets }: LambdaDependencies,
): RunningLambda {
  const folder = join(world.folders.run, 'lambda')
  const programFolder = join(world.repositoryRoot, 'infra/pulumi')
  const running = new Map<string, RunningFunction>()
  const measures = new Map<string, CodeMeasure>()
  let isRuntimeThere = false

  function codeOf({ arn, code }: FunctionPlan): CodeMeasure {
    const measure = measures.get(arn) ?? measureCode(code, programFolder)
    measures.set(arn, measure)
    return measure
  }

  function functionOf(wanted: FunctionPlan): RunningFunction {
    const present = running.get(wanted.arn)
    if (present) return present
    if (!isRuntimeThere) layOutRuntime(folder, world.repositoryRoot)
    isRuntimeThere = true
    const taskRoot = join(folder, `${wanted.region}-${wanted.name}`)
    layOut(wanted.code, taskRoot, programFolder)
    const started = new RunningFunction(wanted, { world, network, taskRoot })
    running.set(wanted.arn, started)
    return started
  }

  async function invoke(functionArn: string, payload: string) {
    const wanted = plan.functions.find(({ arn }) => arn === functionArn)
    if (!wanted) throw new InvalidFunctionError(`The program has no function "${functionArn}" to call`)
    return functionOf(wanted).invoke(payload)
  }

  secrets.rotateBy(invoke)
  return {
    control: createLambdaControl({
      functions: () => plan.functions,
      code: codeOf,
      startedAtMs: world.clock.now(),
      invoke,
    }),
    addresses: () => [],
    functions: () => plan.functions,
    invoke,
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((each) => each[Symbol.asyncDispose]()))
    },
  }
}
