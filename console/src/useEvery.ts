import { useEffect, useState } from "react";

export interface Polled<T> {
  value: T | null;
  error: string | null;
}

/** Asks again and again while the page is visible; keeps the last good answer when one fails. */
export function useEvery<T>(milliseconds: number, ask: () => Promise<T>, key: string): Polled<T> {
  const [state, setState] = useState<Polled<T>>({ value: null, error: null });

  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const step = async () => {
      if (!document.hidden) {
        try {
          const value = await ask();
          if (!ended) setState({ value, error: null });
        } catch (error) {
          if (!ended) setState((last) => ({ ...last, error: error instanceof Error ? error.message : String(error) }));
        }
      }
      if (!ended) timer = setTimeout(step, milliseconds);
    };
    setState({ value: null, error: null });
    void step();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
    // `ask` is made anew at each render; the key says when it means something else.
  }, [milliseconds, key]);

  return state;
}
