import type { ResourceGraph } from '@meridian/resource-graph'
import type { Finding } from '../rule.ts'
import { botocoreModel } from './botocore-model.ts'
import { checkModels, MODEL_RULES, type ModelReport } from './check-models.ts'
import { checkDocuments, DOCUMENT_BREACHES } from './documents.ts'
import { sdkModel } from './sdk-model.ts'
import type { ModelSource } from './shape.ts'

/** The AWS models on this machine: the SDK's declarations, and botocore's where installed. */
export function modelSources(): readonly ModelSource[] {
  const botocore = botocoreModel()
  return botocore ? [sdkModel(), botocore] : [sdkModel()]
}

/** Requests and policy documents that AWS would refuse. */
export function validateByModels(graph: ResourceGraph, sources: readonly ModelSource[]): ModelReport {
  const report = checkModels(graph, sources)
  const findings: readonly Finding[] = [...report.findings, ...checkDocuments(graph, sources)]
  return { ...report, findings }
}

/** Ids of model findings, in place of a rule's; waivers may name them. */
export const MODEL_RULE_IDS: readonly string[] = [
  ...Object.keys(MODEL_RULES).map((breach) => `model-${breach}`),
  ...DOCUMENT_BREACHES.map((breach) => `document-${breach}`),
]
