import { describe, expect, it } from 'vitest'
import { stateOf } from './ecs-service.ts'
import { isSameDefinition, withImage } from './revision.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

const template = {
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/meridian-use1-frontend:3',
  family: 'meridian-use1-frontend',
  revision: 3,
  status: 'ACTIVE' as const,
  registeredAt: new Date(0),
  requiresAttributes: [{ name: 'ecs.capability.task-eni' }],
  compatibilities: ['FARGATE' as const],
  networkMode: 'awsvpc' as const,
  containerDefinitions: [
    { name: 'frontend', image: 'registry/meridian/frontend:1.0.0', readonlyRootFilesystem: true },
    { name: 'xray-daemon', image: 'public.ecr.aws/xray/aws-xray-daemon:3.x' },
  ],
}

describe('a release’s revision', () => {
  it('is the template with one image pinned to a digest, without the fields that ECS adds', () => {
    expect(withImage(template, 'frontend', DIGEST)).toEqual({
      family: 'meridian-use1-frontend',
      networkMode: 'awsvpc',
      containerDefinitions: [
        {
          name: 'frontend',
          image: `registry/meridian/frontend@${DIGEST}`,
          readonlyRootFilesystem: true,
        },
        { name: 'xray-daemon', image: 'public.ecr.aws/xray/aws-xray-daemon:3.x' },
      ],
    })
  })

  it('keeps the tags of the template', () => {
    const tags = [{ key: 'project', value: 'meridian' }]
    expect(withImage(template, 'frontend', DIGEST, tags).tags).toEqual(tags)
  })

  it('is not registered again when an equal one already runs, whatever its number', () => {
    const wanted = withImage(template, 'frontend', DIGEST)
    const running = { ...template, revision: 9, containerDefinitions: wanted.containerDefinitions }
    expect(isSameDefinition(running, wanted)).toBe(true)
    expect(isSameDefinition(template, wanted)).toBe(false)
    expect(isSameDefinition({ ...running, cpu: '512' }, wanted)).toBe(false)
  })
})

describe('the state of a service', () => {
  it('is that of its newest deployment, and includes where an interrupted release began', () => {
    const deployments = [
      {
        status: 'PRIMARY',
        taskDefinition: 'web:4',
        rolloutState: 'IN_PROGRESS' as const,
        createdAt: new Date(2),
      },
      {
        status: 'ACTIVE',
        taskDefinition: 'web:3',
        rolloutState: 'COMPLETED' as const,
        createdAt: new Date(1),
      },
    ]
    expect(stateOf({ deployments, runningCount: 3, desiredCount: 2 })).toMatchObject({
      taskDefinition: 'web:4',
      rollout: 'IN_PROGRESS',
      oldest: 'web:3',
      running: 3,
      desired: 2,
    })
  })
})
