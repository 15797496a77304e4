import { TYPES } from '../../../../src/modules/lambda/resources.ts'
import { archiveOf, startFunction } from '../../../lambda/function-fixture.ts'
import type { Scene } from '../scene.ts'

export async function lambda(): Promise<Scene> {
  const { lambda: running } = await startFunction(
    {
      'index.mjs': 'export const handler = async ({ fails }) => { if (fails) throw new Error("asked to") }',
    },
    {
      tags: { project: 'meridian' },
      reservedConcurrentExecutions: 2,
      kmsKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/1',
    },
    (program) =>
      program.add(TYPES.lambdaFunction, 'other', {
        name: 'other',
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        role: 'arn:aws:iam::000000000000:role/rotator',
        vpcConfig: { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] },
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
