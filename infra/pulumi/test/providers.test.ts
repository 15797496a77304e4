import * as pulumi from '@pulumi/pulumi'
import { expect, it } from 'vitest'
import { createProvider, refuseOtherStack } from '../providers.ts'

it.each([
  ['nothing', [], undefined],
  ['the same stack', ['production'], undefined],
  ['another stack', ['production', 'poc'], /holds the stack "poc" \(arn:aws:ecs:.*names hold no stack/],
] as const)('an account with %s', async (_holds, stacks, refusal) => {
  const resourceArn = 'arn:aws:ecs:us-east-1:000000000000:cluster/meridian-use1'
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call: () => ({ resourceTagMappingLists: stacks.map((stack) => ({ resourceArn, tags: { stack } })) }),
    },
    'meridian',
    'production',
  )
  const answer = refuseOtherStack(createProvider('us-east-1'))
  if (refusal) await expect(answer).rejects.toThrow(refusal)
  else await expect(answer).resolves.toBeUndefined()
})
