const radius = 8
const around = 2 * Math.PI * radius
const gap = 3

/** A ring with a part for each step. The text beside it says the same. */
export function StepRing({ done }: { done: boolean[] }) {
  const length = around / done.length
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="step-ring">
      {done.map((isDone, index) => (
        <circle
          key={index}
          cx="10"
          cy="10"
          r={radius}
          data-done={isDone || undefined}
          strokeDasharray={`${length - gap} ${around - length + gap}`}
          strokeDashoffset={around / 4 - index * length}
        />
      ))}
    </svg>
  )
}
