import type {
  ListRoutingControlsRequest,
  ListRoutingControlsResponse,
} from '@aws-sdk/client-route53-recovery-cluster'
import type { WireContext } from '../../../../kernel/wire-service.ts'
import { invalid, notFound } from '../aws-errors.ts'
import type { ArcControl } from '../context.ts'

/** [guess: no page names the size of a page that nobody asked for] */
const PAGE_SIZE = 100

/** Of one panel or of all, page by page; a token is the place of the next page's first control. */
export const listRoutingControls =
  ({ switchboard }: ArcControl) =>
  (input: ListRoutingControlsRequest, { accountId }: WireContext): ListRoutingControlsResponse => {
    const { ControlPanelArn, NextToken = '0', MaxResults = PAGE_SIZE } = input
    const listed = switchboard
      .controls()
      .filter(({ panelArn }) => ControlPanelArn === undefined || panelArn === ControlPanelArn)
    if (ControlPanelArn !== undefined && listed.length === 0)
      throw notFound(`Control panel ${ControlPanelArn} was not found.`)
    if (!/^\d+$/.test(NextToken)) throw invalid('NextToken is not one that this operation gave')
    const end = Number(NextToken) + MaxResults
    return {
      RoutingControls: listed.slice(Number(NextToken), end).map(({ arn, name, panelArn, panelName }) => ({
        ControlPanelArn: panelArn,
        ControlPanelName: panelName,
        RoutingControlArn: arn,
        RoutingControlName: name,
        RoutingControlState: switchboard.isOn(arn) ? 'On' : 'Off',
        Owner: accountId,
      })),
      ...(end < listed.length && { NextToken: String(end) }),
    }
  }
