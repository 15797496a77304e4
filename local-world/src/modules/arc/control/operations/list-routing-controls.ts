import type {
  ListRoutingControlsRequest,
  ListRoutingControlsResponse,
} from '@aws-sdk/client-route53-recovery-cluster'
import { pageOf } from '../../../../kernel/page.ts'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalid, notFound } from '../aws-errors.ts'
import type { ArcControl } from '../context.ts'

/** [guess: the default page size is not documented] */
const PAGE_SIZE = 100

/** Lists the controls of one panel or of all, paged. */
export const listRoutingControls =
  ({ switchboard }: ArcControl) =>
  (input: ListRoutingControlsRequest, { accountId }: WireContext): ListRoutingControlsResponse => {
    const { ControlPanelArn, NextToken, MaxResults = PAGE_SIZE } = input
    const listed = switchboard
      .controls()
      .filter(({ panelArn }) => ControlPanelArn === undefined || panelArn === ControlPanelArn)
    if (ControlPanelArn !== undefined && listed.length === 0)
      throw notFound(`Control panel ${ControlPanelArn} was not found.`)
    const { items, next } = pageOf(listed, { size: MaxResults, token: NextToken }, () =>
      invalid('NextToken is not one that this operation gave'),
    )
    return {
      RoutingControls: items.map(({ arn, name, panelArn, panelName }) => ({
        ControlPanelArn: panelArn,
        ControlPanelName: panelName,
        RoutingControlArn: arn,
        RoutingControlName: name,
        RoutingControlState: switchboard.isOn(arn) ? 'On' : 'Off',
        Owner: accountId,
      })),
      NextToken: next,
    }
  }
