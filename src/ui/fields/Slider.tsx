import { Label, Slider as AriaSlider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { formatCoordinate } from '../../base/format.ts';
import './Slider.css';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
}

/** A value on a line, by pointer, touch and arrow keys. */
export function Slider({ label, value, min, max, step, onChange }: SliderProps) {
  return (
    <AriaSlider
      className="slider"
      value={value}
      minValue={min}
      maxValue={max}
      step={step}
      onChange={(next) => onChange(typeof next === 'number' ? next : next[0])}
      formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
    >
      <Label>{label}</Label>
      <SliderTrack className="slider-track">
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
      {/* As numbers are written everywhere: with a true minus sign. */}
      <SliderOutput>{({ state }) => formatCoordinate(state.values[0])}</SliderOutput>
    </AriaSlider>
  );
}
