import { type PolicyDocument, policyDocument } from './policy-document.ts'

/** CloudWatch for alarms, AWS Budgets and Cost Anomaly Detection for the bill. */
const TELLERS = ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com', 'costalerts.amazonaws.com']

/** Lets only this account's alarms and budgets publish, and only over TLS. */
export function topicPolicy(topicArn: string, accountId: string): PolicyDocument {
  return policyDocument(
    {
      Sid: 'TellersPublish',
      Effect: 'Allow',
      Principal: { Service: TELLERS },
      Action: ['sns:Publish'],
      Resource: [topicArn],
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
    {
      Sid: 'RefuseCleartext',
      Effect: 'Deny',
      Principal: '*',
      Action: ['sns:Publish'],
      Resource: [topicArn],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  )
}
