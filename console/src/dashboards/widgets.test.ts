import { describe, expect, it } from 'vitest'
import { widgetsIn } from './widgets.ts'

const body = (...widgets: readonly object[]) => JSON.stringify({ widgets })

describe('widgetsIn', () => {
  it('returns widgets row by row, from left to right', () => {
    const places = widgetsIn(
      body(
        { type: 'text', x: 0, y: 6, properties: { markdown: 'below' } },
        { type: 'text', x: 8, y: 0, properties: { markdown: 'right' } },
        { type: 'text', x: 0, y: 0, properties: { markdown: 'left' } },
      ),
    )
    expect(places.map(({ text }) => text)).toEqual(['left', 'right', 'below'])
  })

  it('expands the "." and "..." shorthand of metrics', () => {
    const [widget] = widgetsIn(
      body({
        type: 'metric',
        properties: {
          region: 'us-west-2',
          period: 60,
          metrics: [
            ['AWS/ECS', 'Tasks', 'Cluster', 'one', 'Service', 'api'],
            ['.', 'Pending', '.', '.', '.', '.'],
            ['...', 'frontend', { stat: 'p99', label: 'second' }],
          ],
        },
      }),
    )
    const cluster = { Cluster: 'one' }
    expect(widget?.metrics).toMatchObject([
      { name: 'Tasks', dimensions: { ...cluster, Service: 'api' }, stat: 'Average', periodS: 60 },
      { namespace: 'AWS/ECS', name: 'Pending', dimensions: { ...cluster, Service: 'api' } },
      { name: 'Pending', dimensions: { ...cluster, Service: 'frontend' }, stat: 'p99', label: 'second' },
    ])
  })

  it('takes the region and name of an alarm from its ARN', () => {
    const alarms = ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:visitors:hurt']
    expect(widgetsIn(body({ type: 'alarm', properties: { alarms } }))[0]?.alarms).toEqual([
      { region: 'us-east-1', name: 'visitors:hurt' },
    ])
  })

  it('skips metric math expressions', () => {
    const metrics = [[{ expression: 'm1/m2' }], ['AWS/RDS', 'CPUUtilization']]
    expect(widgetsIn(body({ type: 'metric', properties: { metrics } }))[0]?.metrics).toHaveLength(1)
  })
})
