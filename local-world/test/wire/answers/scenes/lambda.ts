import { TYPES } from '../../../../src/modules/lambda/resources.ts'
import { archiveOf, startFunction } from '../../../lambda/function-fixture.ts'
import type { Scene } from '../scene.ts'

export async function lambda(): Promise<Scene> {
  const { lambda: running } = await startFunction(
    {
      'index.mjs': 'export const handler = async ({ fails }) => { if (fails) throw new Error("asked to") }',
    },
    {},
    (program) =>
      program.add(TYPES.lambdaFunction, 'other', {
        name: 'other',
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        role: 'arn:aws:iam::000000000000:role/rotator',
        code: archiveOf({ 'index.mjs': 'export const handler = () => {}' }),
      }),
  )
  return {
    service: running.control!,
    async play(call) {
      await call('ListFunctions')
      await call('GetFunction', { FunctionName: 'rotator' })
      await call('GetFunctionConfiguration', { FunctionName: 'rotator' })
      await call('Invoke', { FunctionName: 'rotator', LogType: 'Tail', Payload: '{"fails":true}' })
    },
  }
}
