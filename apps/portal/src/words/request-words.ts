import type { RequestState, RequestView } from '@lanyard/contract';

const open: ReadonlySet<RequestState> = new Set<RequestState>(['pending', 'activating']);

/** Whether something may still happen to the request by itself. */
export const requestIsOpen = (state: RequestState): boolean => open.has(state);

export type StepState = 'ahead' | 'now' | 'done';

export interface SetUpSteps {
  readonly open: StepState;
  readonly register: StepState;
  readonly activate: StepState;
}

type StepFacts = Pick<RequestView, 'withRegistration' | 'registered' | 'passwordAccepted' | 'activated'>;

/**
 * Where the person is on the phone. Opening the link leaves no trace at the server, so that step is done when a
 * later one is; it stays "now" together with registering, because the phone does both in one go.
 */
export function setUpSteps(request: StepFacts): SetUpSteps {
  const registered = !request.withRegistration || request.registered;
  const accepted = request.passwordAccepted || request.activated;
  const openDone = accepted || (request.withRegistration && request.registered);
  return {
    open: openDone ? 'done' : 'now',
    register: registered ? 'done' : 'now',
    activate: request.activated ? 'done' : registered ? 'now' : 'ahead',
  };
}

export interface Ending {
  readonly title: string;
  readonly cause: string;
  readonly next: string;
}

/** Why a request can no longer be used and what to do instead; null while it is open or when it succeeded. */
export function endingOf(state: RequestState, buttonLabel: string): Ending | null {
  const again = `Choose "${buttonLabel}" for a new one.`;
  switch (state) {
    case 'expired':
      return {
        title: 'The time for this request ran out',
        cause:
          'The registration PIN and the activation password can no longer be used. Nothing was set up on the phone by them.',
        next: again,
      };
    case 'superseded':
      return {
        title: 'A newer request replaced this one',
        cause: 'Only the newest registration PIN and activation password work.',
        next: 'Go on with the newer request, or make another.',
      };
    case 'cancelled':
      return {
        title: 'This request was cancelled',
        cause:
          'Its registration PIN and activation password no longer work. Credentials you already had are not touched.',
        next: again,
      };
    case 'locked':
      return {
        title: 'This request was closed after too many wrong passwords',
        cause:
          'A registered phone sent a wrong activation password too many times. If that was not you, look at Activity.',
        next: again,
      };
    default:
      return null;
  }
}
