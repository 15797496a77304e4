import type { ResourceGraph, ResourceNode } from '@meridian/resource-graph'
import { sampleGraph, sampleNode } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import { createManualClock } from '../../kernel/clock.ts'
import { createJournal } from '../../kernel/journal.ts'
import type { World } from '../../kernel/module.ts'
import { type CreateRequest, LOCAL_ACCOUNT_ID } from '../../kernel/resource-provider.ts'
import { createSettings } from '../../kernel/settings.ts'
import { secretsmanager } from './index.ts'
import { randomPassword } from './model/random-password.ts'
import { SecretStore } from './model/secret-store.ts'
import { planSecrets } from './plan/plan.ts'
import { secretsManagerResources, TYPES } from './resources.ts'

function request(type: string, name: string, inputs: CreateRequest['inputs']): CreateRequest {
  const suffix = (length: number) => 'a1b2c3d4e5f60718293a4b5c6d7e8f90'.slice(0, length)
  return { type, name, inputs, region: 'us-east-1', accountId: LOCAL_ACCOUNT_ID, suffix }
}

function node(type: string, name: string, inputs: CreateRequest['inputs']): ResourceNode {
  const created = secretsManagerResources[type]!(request(type, name, inputs))
  return sampleNode({ type, name, id: created.id, inputs, outputs: created.outputs })
}

function program(...nodes: ResourceNode[]): ResourceGraph {
  return sampleGraph(nodes)
}

const secret = node(TYPES.secret, 'database', {
  name: 'meridian/database',
  replicas: [{ region: 'us-west-2' }, { region: 'ap-northeast-2' }],
})
const version = node(TYPES.secretVersion, 'current', {
  secretId: secret.id,
  secretString: '{"username":"app"}',
})
const replicaArn = secret.id.replace('us-east-1', 'ap-northeast-2')

const second = { id: 'second', secretString: 'new', stages: ['AWSCURRENT'] }

describe('a secret with replicas', () => {
  it('has an ARN that ends in six characters after the name', () => {
    expect(secret.id).toBe('arn:aws:secretsmanager:us-east-1:000000000000:secret:meridian/database-a1b2c3')
  })

  // INV-SECRETSMANAGER-1
  it('is read by its own ARN and by each replica’s, which differs in the region only', async () => {
    const running = await secretsmanager.start(planSecrets(program(secret, version)), worldOf())
    expect(running.secretString(secret.id)).toBe('{"username":"app"}')
    expect(running.secretString(replicaArn)).toBe('{"username":"app"}')
    await running[Symbol.asyncDispose]()
  })

  // INV-SECRETSMANAGER-3
  it('does not exist in a region without a replica', () => {
    const lonely = node(TYPES.secret, 'lonely', { name: 'lonely' })
    const store = new SecretStore(planSecrets(program(lonely)).secrets, 0)
    expect(() => store.find('lonely', 'us-west-2')).toThrow(
      expect.objectContaining({
        code: 'ResourceNotFoundException',
        message: "Secrets Manager can't find the specified secret.",
      }),
    )
  })

  it('is found by ARN without the six characters, and by name', () => {
    const store = new SecretStore(planSecrets(program(secret, version)).secrets, 0)
    expect(store.find(secret.id.slice(0, -7), 'us-east-1').plan.name).toBe('meridian/database')
    expect(store.find('meridian/database', 'us-west-2').plan.arn).toBe(secret.id)
  })

  it('keeps the previous value as AWSPREVIOUS after an update, on replicas too', () => {
    const store = new SecretStore(planSecrets(program(secret, version)).secrets, 0)
    store.put(secret.id, 'us-east-1', second, 5)
    const replica = store.find(replicaArn, 'ap-northeast-2')
    expect(store.version(replica).secretString).toBe('new')
    expect(store.version(replica, { stage: 'AWSPREVIOUS' }).secretString).toBe('{"username":"app"}')
  })

  // INV-SECRETSMANAGER-2
  it('refuses a new value through a replica', () => {
    const store = new SecretStore(planSecrets(program(secret, version)).secrets, 0)
    expect(() => store.put(replicaArn, 'ap-northeast-2', second, 5)).toThrow(/replica secret/)
  })
})

describe('planSecrets', () => {
  it('refuses a version of a secret that the program does not have', () => {
    expect(() => planSecrets(program(version))).toThrow(
      /belongs to "arn:.*", which is no secret of the program/,
    )
  })

  it('refuses a replica in the region of the secret itself', () => {
    const twice = node(TYPES.secret, 'twice', { name: 'twice', replicas: [{ region: 'us-east-1' }] })
    expect(() => planSecrets(program(twice))).toThrow(/remove that replica/)
  })
})

describe('getRandomPassword', () => {
  it('returns 32 characters of every kind by default', () => {
    const password = randomPassword({})
    expect(password).toHaveLength(32)
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) expect(password).toMatch(kind)
  })

  it('excludes the requested characters', () => {
    const password = randomPassword({
      passwordLength: 64,
      excludePunctuation: true,
      excludeCharacters: 'abc0',
    })
    expect(password).toMatch(/^[A-Zd-z1-9]{64}$/)
  })

  it('refuses an empty alphabet', () => {
    const args = {
      excludeLowercase: true,
      excludeUppercase: true,
      excludeNumbers: true,
      excludePunctuation: true,
    }
    expect(() => randomPassword(args)).toThrow(/excludes every character/)
  })
})

function worldOf(): World {
  const clock = createManualClock()
  return {
    clock,
    journal: createJournal(clock),
    settings: createSettings(),
    progress: () => {},
  } as unknown as World
}
