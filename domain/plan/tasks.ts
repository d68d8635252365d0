import type { PlannedObligation } from '../obligations.ts';
import { obligationOfTask } from '../response/tasks.ts';
import type { Happened } from './happened.ts';
import { PLAIN } from './own.ts';

const CHECKLIST = 'Checklist';

/** The clock of each task that has a time: it reminds like a duty and is none (domain/obligations.ts: isDuty). */
export const taskClocks = ({ tasks }: Happened): PlannedObligation[] =>
  tasks.flatMap((task) => {
    if (task.dueAt === null) return [];
    const ended = task.state === 'notNeeded';
    return [
      {
        ...PLAIN,
        id: obligationOfTask(task),
        kind: 'task',
        applicability: ended ? 'notRequired' : 'required',
        ...(ended ? { replaced: true as const } : {}),
        basis: CHECKLIST,
        ownTarget: true,
        startsFrom: 'taskSet',
        startsAt: task.startsAt,
        dueAt: task.dueAt,
        reasons: [{ code: 'checklistTask', source: CHECKLIST, facts: [] }],
      },
    ];
  });
