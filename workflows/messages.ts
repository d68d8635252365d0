import { defineSignal } from '@temporalio/workflow';
import type { IncidentRef, PageRef } from '../activities/types.ts';

/** "Look again": order and repeats do not matter, because each look reads the truth. */
export const newsSignal = defineSignal<[revision: number]>('news');

export type IncidentInput = IncidentRef;
export interface PageInput extends PageRef {
  /** The attempt to go on with after continue-as-new; 0 at the start. */
  attempt: number;
}

export const incidentWorkflowId = (incidentId: string): string => `incident/${incidentId}`;
export const pageWorkflowId = (pageId: string): string => `page/${pageId}`;

/**
 * Pages have a task queue of their own: a mail server that hangs holds up the messages of pages, which have other
 * steps and channels, and never the clocks of an incident.
 */
export const pageTaskQueue = (taskQueue: string): string => `${taskQueue}-pages`;

/** Workflow types by name, for clients that must not load workflow code. */
export const INCIDENT_WORKFLOW = 'incidentResponse';
export const PAGE_WORKFLOW = 'page';
