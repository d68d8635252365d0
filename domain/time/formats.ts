/** Formatters by what they were asked for: making one costs a hundred times what using it does. */
function remembered<O extends object, F>(make: (locales: string[], options: O) => F) {
  const known = new Map<string, F>();
  return (locales: string[], options: O): F => {
    const key = JSON.stringify([locales, options]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(locales, options);
    known.set(key, made);
    return made;
  };
}

export const dateTimeFormat = remembered(
  (locales, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locales, options),
);
export const numberFormat = remembered(
  (locales, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locales, options),
);
