import { ChannelError, type ChannelErrorCode } from './errors.ts';
import {
  answerFailure,
  below,
  checkedUrl,
  codeOfApiStatus,
  type HttpAnswer,
  type HttpOptions,
  post,
  textAt,
} from './http.ts';

const ENDPOINT = 'https://slack.com/api';

export interface SlackApiOptions extends HttpOptions {
  /** Base URL of the Web API; default: Slack's. */
  url?: string | undefined;
  /** A bot token ("xoxb-…"), or for Socket Mode an app-level token ("xapp-…"). */
  token: string;
}

export type SlackApi = (
  method: string,
  body: Record<string, unknown>,
  signal?: AbortSignal,
) => Promise<unknown>;

/** Slack's words for failures → codes; what is not here counts as refused. */
const CODES: Record<string, ChannelErrorCode> = {
  ...words('deferred', [
    'ratelimited', 'rate_limited', 'internal_error', 'fatal_error', 'service_unavailable', 'request_timeout',
    'team_added_to_org', 'accesslimited', 'duplicate_channel_not_found', 'duplicate_message_not_found',
  ]), // prettier-ignore
  ...words('auth', [
    'invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'no_permission',
    'missing_scope', 'access_denied', 'not_allowed_token_type', 'org_login_required', 'team_access_not_granted',
    'two_factor_setup_required', 'enterprise_is_restricted', 'forbidden_team',
  ]), // prettier-ignore
  ...words('misconfigured', [
    'channel_not_found', 'not_in_channel', 'is_archived', 'user_not_found', 'users_not_found', 'user_disabled',
    'cannot_dm_bot', 'messages_tab_disabled', 'is_inactive', 'user_not_in_channel',
  ]), // prettier-ignore
  ...words('tooLarge', ['msg_too_long', 'msg_blocks_too_long', 'metadata_too_large']),
};

function words(code: ChannelErrorCode, errors: string[]): Record<string, ChannelErrorCode> {
  return Object.fromEntries(errors.map((error) => [error, code]));
}

/**
 * Slack's Web API, one call at a time within 10 s.
 * @returns the answer, whose `ok` is true
 * @throws ChannelError by Slack's own word for the failure, which is not passed on
 * @see https://docs.slack.dev/apis/web-api/
 */
export function createSlackApi(options: SlackApiOptions): SlackApi {
  const base = checkedUrl('slack', 'The Slack API', options.url ?? ENDPOINT, options.allowPlaintext);
  if (!/^x[\w.-]{8,400}$/.test(options.token))
    throw new ChannelError('slack', 'misconfigured', { advice: 'A Slack token begins with xoxb- or xapp-' });
  return async (method, body, signal) => {
    const request = {
      url: below(base, method),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${options.token}`,
      },
      body: JSON.stringify(body),
      read: true,
    };
    const answer = await post('slack', options, request, signal);
    if (answer.ok && isOk(answer.json)) return answer.json;
    throw answerFailure('slack', codeOf(answer), answer, options.now());
  };
}

const isOk = (json: unknown): boolean => (json as { ok?: unknown } | null | undefined)?.ok === true;

function codeOf({ ok, status, json }: HttpAnswer): ChannelErrorCode {
  if (!ok) return codeOfApiStatus(status);
  const error = textAt(json, 'error');
  // No word at all is no answer of Slack's: whether the message is there is unknown.
  if (error === undefined) return 'deferred';
  return Object.hasOwn(CODES, error) ? (CODES[error] as ChannelErrorCode) : 'refused';
}
