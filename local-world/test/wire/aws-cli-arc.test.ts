import { REGION_IDS } from '@meridian/topology'
import { expect, it } from 'vitest'
import { controlArn, WAIT_MS } from '../arc/switched-program.ts'
import { startSwitched } from '../arc/switched-world.ts'
import { awsCli, describeWithAwsCli } from '../support/aws-cli.ts'

describeWithAwsCli('(49) the stock AWS CLI', () => {
  it('changes routing controls, one or several', async () => {
    const { clock, url } = await startSwitched()
    const aws = awsCli(url)
    const entries = REGION_IDS.map((region) => ({
      RoutingControlArn: controlArn(region),
      RoutingControlState: 'On',
    }))
    await aws(
      'route53-recovery-cluster update-routing-control-states --update-routing-control-state-entries',
      JSON.stringify(entries),
    )
    await clock.advance(WAIT_MS)
    const [first, second, last] = REGION_IDS.map((region) => `--routing-control-arn ${controlArn(region)}`)
    const turnOff = (arn: string | undefined) =>
      aws(`route53-recovery-cluster update-routing-control-state ${arn} --routing-control-state Off`)
    await turnOff(first)
    expect(await aws(`route53-recovery-cluster get-routing-control-state ${first}`)).toMatchObject({
      RoutingControlState: 'Off',
    })
    const { RoutingControls } = await aws('route53-recovery-cluster list-routing-controls')
    expect(RoutingControls).toMatchObject([
      { RoutingControlState: 'Off' },
      { RoutingControlState: 'On' },
      { RoutingControlState: 'On' },
    ])
    await clock.advance(WAIT_MS)
    await turnOff(second)
    await clock.advance(WAIT_MS)
    await expect(turnOff(last)).rejects.toThrow(
      /\(ConflictException\) when calling the UpdateRoutingControlState operation/,
    )
  })
})
