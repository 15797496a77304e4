import { startFunction } from '../../../lambda/function-fixture.ts'
import type { Scene } from '../scene.ts'

export async function lambda(): Promise<Scene> {
  const { lambda: running } = await startFunction({
    'index.mjs': 'export const handler = async ({ fails }) => { if (fails) throw new Error("asked to") }',
  })
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
