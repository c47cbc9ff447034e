"""What a quiz will do, proved before anybody takes it: pure, and the same every time.

docs/decisions/0007-proving-a-quiz.md says how, how exactly, and where counting ends.
"""

from leads.quiz.prover.proof import Finding, Proof, Share
from leads.quiz.prover.proving import prove

__all__ = ["Finding", "Proof", "Share", "prove"]
