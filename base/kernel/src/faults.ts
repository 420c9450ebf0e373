/**
 * A step at which a test may kill the process. Steps are named `room.step`, in the order of the use case.
 * Outside of tests it does nothing.
 */
export type FaultPoint = (step: string) => void;

export const noFaults: FaultPoint = () => {};

/** Ends the process as a power cut would, when the named step is reached. */
export const killAt =
  (wanted: string): FaultPoint =>
  (step) => {
    if (step === wanted) process.kill(process.pid, 'SIGKILL');
  };
