import { assess } from '../assessment/index.ts';
import type { Track } from '../facts.ts';
import type { Incident } from '../incident.ts';
import type { Narrative } from '../narrative.ts';
import {
  type Answer,
  anyTrue,
  fromField,
  fromSetting,
  known,
  notYetKnown,
  type Remark,
  unanswered,
} from './answers.ts';
import { type Answered, ask } from './ask.ts';
import { aboutBreach } from './icoBreach.ts';
import { individualsTold } from './icoIndividuals.ts';
import type { IcoReportInput, IcoSection } from './icoModel.ts';
import { recurrence } from './recurrence.ts';

type Section = Omit<IcoSection, 'questions'> & { questions: Answered[] };

const section = (
  id: string,
  questions: Answered[],
  shownBecause: Section['shownBecause'] = null,
): Section => ({
  id,
  shownBecause,
  questions,
});

const controllerTracks = (incident: Pick<Incident, 'tracks'>): Track[] =>
  incident.tracks.filter((track) => track.facts.role === 'controller');

/** Every section of the form in its order (docs/ico-form.md); the cyber section only where it may apply. */
export function icoSections(input: IcoReportInput): Section[] {
  const { incident, late, reportType = 'initial' } = input;
  // A final report, too, is a follow-up to the ICO: the form knows two types.
  const typeOnForm = reportType === 'initial' ? 'initial' : 'followUp';
  const { narrative } = incident;
  const tracks = controllerTracks(incident);
  return [
    section('head', [ask('icoStaffSpokenTo', 'text', fromField(narrative.icoStaffSpokenTo))]),
    section('reportType', [ask('reportType', 'choice', known(typeOnForm), { mandatory: true })]),
    section('reason', [ask('reasonForReport', 'choice', reasonForReport(incident), { mandatory: true })]),
    section('size', [
      ask('organisationSize', 'choice', fromSetting(incident.organisation.staff)),
      ask('firstContactAboutBreach', 'choice', fromField(narrative.firstContactAboutBreach)),
    ]),
    section('aboutBreach', aboutBreach(incident, tracks)),
    ...cyber(tracks, narrative),
    section('prevention', [ask('measuresBefore', 'text', fromField(narrative.measuresBefore))]),
    section('training', [
      ask('trainedInLastTwoYears', 'choice', fromField(narrative.trainedInLastTwoYears)),
      ask('trainingDescription', 'text', fromField(narrative.trainingDescription)),
    ]),
    section('delay', [
      ask('reasonsForDelay', 'text', fromField(narrative.reasonsForDelay), { mandatory: late }),
    ]),
    section('takingAction', takingAction(input, narrative)),
    section('aboutYou', aboutYou(incident)),
    section('sending', [ask('howToSend', 'fixed', known(typeOnForm))]),
  ];
}

/** A proposal from the assessment; the person who sends the report ticks the box. */
function reasonForReport(incident: Incident): Answer {
  const { risk, personalDataBreach } = assess(incident);
  const proposed: Remark = { code: 'proposed', values: [] };
  if (personalDataBreach === null || risk === 'undetermined') return known('unclear', proposed);
  const meets = personalDataBreach && risk !== 'unlikely';
  return known(meets ? 'meetsThreshold' : 'belowThreshold', proposed);
}

/** Shown unless every controller track says that the cause was not a cyber incident. */
function cyber(tracks: readonly Track[], narrative: Narrative): Section[] {
  const answer = anyTrue(tracks.map((track) => track.facts.cyber));
  if (answer.value === 'no') return [];
  const because = answer.value === 'yes' ? 'cyber' : 'cyberNotKnown';
  const questions = [
    ask('systemsAffected', 'choice', systemsAffected(tracks)),
    ask('systemsAffectedHow', 'choices', systemsAffectedHow(tracks)),
    ask('systemImpact', 'choice', fromField(narrative.systemImpact)),
    ask('recoveryTime', 'choice', fromField(narrative.recoveryTime)),
  ];
  return [section('cyber', questions, because)];
}

const ASPECTS = ['confidentiality', 'integrity', 'availability'] as const;

/** `none` is no; a possible effect is not yet known. */
const affected = (value: string | null | undefined): boolean | null | undefined =>
  value === undefined ? undefined : value === null || value === 'possible' ? null : value !== 'none';

const aspectFlags = (tracks: readonly Track[], aspect: (typeof ASPECTS)[number]) =>
  tracks.map((track) => affected(track.facts.cia?.[aspect]));

const systemsAffected = (tracks: readonly Track[]): Answer =>
  anyTrue(ASPECTS.flatMap((aspect) => aspectFlags(tracks, aspect)));

function systemsAffectedHow(tracks: readonly Track[]): Answer {
  const answers = ASPECTS.map((aspect) => ({ aspect, answer: anyTrue(aspectFlags(tracks, aspect)) }));
  const hit = answers.filter(({ answer }) => answer.value === 'yes').map(({ aspect }) => aspect as string);
  const open = answers.filter(({ answer }) => answer.state !== 'known').map(({ aspect }) => aspect as string);
  const remark = open.length > 0 ? [{ code: 'notYetKnownFor' as const, values: open }] : [];
  if (hit.length > 0 || open.length === 0) return known(hit, ...remark);
  const gap = answers.some(({ answer }) => answer.state === 'unanswered');
  return gap ? unanswered() : notYetKnown();
}

function takingAction(
  { individualsObligation, reportType }: IcoReportInput,
  narrative: Narrative,
): Answered[] {
  const isLater = reportType !== undefined && reportType !== 'initial';
  return [
    ask('measuresTaken', 'text', fromField(narrative.measuresTaken), { art33: 'd', mandatory: true }),
    ask('measuresProposed', 'text', fromField(narrative.measuresProposed), { art33: 'd' }),
    ...(isLater ? [ask('recurrenceMeasures', 'measures', recurrence(narrative))] : []),
    ask('individualsTold', 'choice', individualsTold(narrative, individualsObligation), { mandatory: true }),
    ask('individualsToldDetail', 'text', fromField(narrative.individualsToldDetail)),
    ask('otherOrganisationsTold', 'choice', fromField(narrative.otherOrganisationsTold)),
    ask('otherOrganisations', 'text', fromField(narrative.otherOrganisations)),
    ask('codeOfConduct', 'choice', fromField(narrative.codeOfConduct)),
  ];
}

/** The organisation's own details, and who reports: only the person who sends it knows the latter. */
function aboutYou({ organisation }: Incident): Answered[] {
  const contact = organisation.contactPoint;
  return [
    ask('organisationName', 'text', fromSetting(organisation.name), { mandatory: true }),
    ask('organisationAddress', 'text', fromSetting(organisation.address), { mandatory: true }),
    ask('icoRegistration', 'text', fromSetting(organisation.icoRegistration)),
    ask('organisationSector', 'text', fromSetting(organisation.sector)),
    ask('reporterName', 'text', unanswered(), { mandatory: true }),
    ask('reporterEmail', 'text', unanswered(), { mandatory: true }),
    ask('reporterPhone', 'text', unanswered()),
    ask('contactName', 'text', fromSetting(contact?.name), { art33: 'b', mandatory: true }),
    ask('contactRole', 'text', fromSetting(contact?.role)),
    ask('contactEmail', 'text', fromSetting(contact?.email), { art33: 'b' }),
    ask('contactPhone', 'text', fromSetting(contact?.phone)),
  ];
}
