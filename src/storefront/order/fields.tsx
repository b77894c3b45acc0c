import type { ComponentChildren } from 'preact';
import type { Refusal } from '../../platform/refusal.js';
import type { ShopContext } from '../context.js';
import type { Filled, Mistakes } from './filled.js';

/** One of a few, each as large as a thumb. */
export const Choose = (props: {
  legend: string;
  name: string;
  chosen: string;
  options: readonly { id: string; label: string }[];
  children?: ComponentChildren;
}) => (
  <fieldset class="ways">
    <legend>{props.legend}</legend>
    {props.options.map(({ id, label }) => (
      <label key={id}>
        <input type="radio" name={props.name} value={id} checked={props.chosen === id} />
        <span>{label}</span>
      </label>
    ))}
    {props.children}
  </fieldset>
);

type FieldName = 'mobile' | 'otp' | 'name' | 'address' | 'note';
type InputProps = { id: string; name: string; value: string; 'aria-invalid'?: true; 'aria-describedby'?: string };

/** A field with its label above, and what is wrong with it below. */
export function Field(props: {
  name: FieldName;
  label: string;
  filled: Filled;
  mistakes: Mistakes;
  t: ShopContext['reader']['t'];
  children(rest: InputProps): ComponentChildren;
}) {
  const { name, label, filled, mistakes, t, children } = props;
  const refusal = mistakes[name];
  const told = refusal ? ({ 'aria-invalid': true, 'aria-describedby': `${name}-why` } as const) : {};
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {children({ id: name, name, value: filled[name], ...told })}
      <Mistake refusal={refusal} id={name} t={t} />
    </div>
  );
}

export const Mistake = ({
  refusal,
  id,
  t,
}: {
  refusal: Refusal | undefined;
  id: string;
  t: ShopContext['reader']['t'];
}) =>
  refusal ? (
    <p class="mistake" id={`${id}-why`}>
      {t(`refusals.${refusal.code}`, refusal.params)}
    </p>
  ) : null;
