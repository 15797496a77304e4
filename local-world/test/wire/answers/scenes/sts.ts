import { sts as module } from '../../../../src/modules/sts/index.ts'
import { TestProgram } from '../../../support/program.ts'
import { createTestWorld } from '../../../support/test-world.ts'
import type { Scene } from '../scene.ts'

export async function sts(): Promise<Scene> {
  const program = new TestProgram({})
  const RoleArn = 'arn:aws:iam::000000000000:role/operator'
  program.add('aws:iam/role:Role', 'operator', { arn: RoleArn })
  const { control } = await module.start(undefined, createTestWorld({ graph: program.graph() }))
  return {
    service: control!,
    async play(call) {
      await call('GetCallerIdentity')
      await call('AssumeRole', {
        RoleArn,
        RoleSessionName: 'drill',
      })
    },
  }
}
