import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { isDatabaseAway } from '../../db/database.ts';
import { KeyErasedError } from '../../db/dataKeys.ts';
import { IncidentNotFound } from '../../db/incidentChange.ts';
import { InstantError } from '../instants.ts';
import { plainIssue } from '../plainIssue.ts';
import { type FieldError, Problem, problemDocument, PROBLEMS } from '../problems.ts';
import { failureHtml, HTML, isAcknowledgePath } from '../views/acknowledge.ts';

/**
 * Every failure leaves as a problem document (RFC 9457) that names the field and the cure; behind an acknowledge link,
 * where a person looks at it in a browser, as a page to read.
 */
export function registerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    answer(toProblem(error, request), request, reply),
  );
  app.setNotFoundHandler((request, reply) =>
    answer(
      new Problem('notFound', `There is no ${request.method} ${request.url.split('?', 1)[0]}.`),
      request,
      reply,
    ),
  );
}

/** What fails before there is a route: a path that cannot be read. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const detail = 'The path cannot be read; percent-encode it as UTF-8 and keep its parts short.';
  const problem =
    error.statusCode === 500 ? unexpected(error, request) : new Problem('invalidRequest', detail);
  answer(problem, request, reply);
}

function answer(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status } = PROBLEMS[problem.code];
  if (isAcknowledgePath(request.url))
    return reply
      .status(status)
      .type(HTML)
      .send(failureHtml(status, reply.getHeader('retry-after')));
  return reply
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify(problemDocument(problem, request.url)));
}

function toProblem(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof IncidentNotFound) return new Problem('notFound', 'There is no such incident.');
  if (error instanceof KeyErasedError)
    return new Problem('erased', 'Its key was erased: what was written about it is gone for good.');
  if (error instanceof InstantError) {
    return new Problem('invalidRequest', error.message, {
      errors: [{ field: error.field, message: error.message }],
    });
  }
  if (hasZodFastifySchemaValidationErrors(error))
    return invalid(error.validation, error.validationContext ?? 'body');
  if (isDatabaseAway(error)) {
    return new Problem(
      'unavailable',
      'The database cannot be reached. Nothing was kept; try again in a moment.',
    );
  }
  return frameworkProblem(error) ?? unexpected(error, request);
}

function invalid(issues: { instancePath: string; message?: string }[], context: string): Problem {
  const errors: FieldError[] = issues.map((issue) => ({
    field: context === 'body' ? issue.instancePath || '/' : `${context}${issue.instancePath}`,
    message: plainIssue(issue.message ?? 'is not valid'),
  }));
  const first = errors[0];
  return new Problem(
    'invalidRequest',
    first ? `${first.field}: ${first.message}` : 'The request is not valid.',
    { errors },
  );
}

const BODY_CODES = /^FST_ERR_CTP_(EMPTY|INVALID)_JSON_BODY$/;

/** What Fastify itself refuses: body size, media type, JSON syntax, rate. */
function frameworkProblem(error: FastifyError): Problem | undefined {
  if (error.statusCode === 413) return new Problem('payloadTooLarge', 'A body may have at most 1 MiB.');
  if (error.statusCode === 415)
    return new Problem('unsupportedMediaType', 'Send the body as application/json.');
  if (error.statusCode === 429)
    return new Problem('tooManyRequests', 'Wait as long as Retry-After says and try again.');
  if (BODY_CODES.test(error.code)) return bodyProblem(error);
  if (error.statusCode === 400) return new Problem('invalidRequest', error.message);
  return undefined;
}

/** The whole body is at fault, so the field is the root of the document. */
function bodyProblem(error: FastifyError): Problem {
  const message = error.code.includes('EMPTY')
    ? 'the body is empty; send a JSON object, or leave out the header Content-Type'
    : 'the body is not valid JSON; look for a missing comma, bracket or quotation mark, and send it again';
  return new Problem('invalidRequest', message, { errors: [{ field: '/', message }] });
}

function unexpected(error: FastifyError, request: FastifyRequest): Problem {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  request.log.error({ name: error.name, code: error.code, frames }, 'request failed');
  return new Problem(
    'internal',
    'This is a fault of Tocsin. Try again; if it stays, look into the log of the API.',
  );
}
