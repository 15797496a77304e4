import { instanceId } from '@meridian/topology'
import { expect, it } from 'vitest'
import { regionOfInstance } from './report.ts'

it('derives the region of an instance from its name', () => {
  expect(regionOfInstance(instanceId('ap-northeast-2', 1))).toBe('ap-northeast-2')
  expect(regionOfInstance('port-5432')).toBeNull()
})
